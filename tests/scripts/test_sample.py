"""The cases that an inspection draws."""

from tests.node import run


def test_every_number_is_as_likely_as_the_next() -> None:
    script = """({ choose }) => {
        const counts = Array(20).fill(0);
        let sorted = true;
        for (let round = 0; round < 20000; round++) {
            const some = choose(20, 3);
            sorted &&= some.length === 3 && some[0] < some[1] && some[1] < some[2];
            for (const one of some) counts[one]++;
        }
        return { counts, sorted, all: choose(3, 5), last: choose(1000000, 50) };
    }"""
    found = run("checklist/sample.js", script)
    assert found["sorted"]
    assert found["all"] == [0, 1, 2]
    assert len(set(found["last"])) == 50
    assert max(found["last"]) < 1_000_000
    # 60,000 draws over 20 numbers: 3,000 each, with a standard deviation of 51. Six of them is chance enough.
    assert all(abs(count - 3000) < 6 * 51 for count in found["counts"]), found["counts"]
