/**
 * What a place is called: its heading's words, without the sign of its link, or the first words of what stands there.
 *
 * @param {Element} place
 */
export function nameOf(place) {
  const text = (place.querySelector("h1, h2, h3, h4") ?? place).textContent ?? "";
  const signs = [
    ...text
      .replace(/\s+/g, " ")
      .replace(/[ #]+$/, "")
      .trim(),
  ];
  return signs.length > 40 ? `${signs.slice(0, 40).join("")}…` : signs.join("");
}
