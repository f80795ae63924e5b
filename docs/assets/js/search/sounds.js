// The sounds of Chinese words.
{
  const { cheapest } = self.playbookText;

  /**
   * A sound as it is compared: many people tell zh from z, or an from ang, neither when they speak nor when they type.
   *
   * @param {string} sound
   */
  const smooth = (sound) =>
    sound
      .replace(/([zcs])h/g, "$1")
      .replace(/([aei]n)g+/g, "$1")
      .replaceAll("v", "u");

  /** In how many signs two words of one length differ. @param {string} a @param {string} b */
  const differences = (a, b) => {
    let found = 0;
    for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) found++;
    return found;
  };

  /**
   * Add to the set that a key has in a map.
   *
   * @template Key
   * @param {Map<Key, Set<string>>} map
   * @param {Key} key
   * @param {string} one
   */
  const put = (map, key, one) => {
    const found = map.get(key);
    if (found) found.add(one);
    else map.set(key, new Set([one]));
  };

  /** The words of names by their sound, for what was typed in Latin letters or with a wrong sign of the same sound. */
  class Sounds {
    /** @param {string} table how signs are read: `ke客课科 hu户湖` @param {Iterable<string>} words Chinese words */
    constructor(table, words) {
      /** @type {Map<string, string[]>} */
      this.readings = new Map();
      /** @type {Set<string>} */
      this.syllables = new Set();
      for (const [, written, signs] of table.matchAll(/([a-z]+)([^a-z ]+)/g)) {
        const sound = smooth(written);
        this.syllables.add(sound);
        for (const sign of signs) {
          const known = this.readings.get(sign);
          if (!known) this.readings.set(sign, [sound]);
          else if (!known.includes(sound)) known.push(sound);
        }
      }
      /** @type {Map<string, Set<string>>} */
      this.words = new Map();
      /** @type {Map<string, Set<string>>} */
      this.initials = new Map();
      /** @type {Map<number, Set<string>>} */
      this.byLength = new Map();
      for (const word of words) {
        put(this.byLength, word.length, word);
        for (const sounds of this.read(word)) {
          put(this.words, smooth(sounds.join("")), word);
          if (word.length > 2) put(this.initials, sounds.map((sound) => sound[0]).join(""), word);
        }
      }
      this.longest = Math.max(0, ...[...this.words.keys()].map((sound) => sound.length));
    }

    /** Whether each of some runs of letters is the sound of one sign. @param {string[]} runs */
    areSyllables(runs) {
      return runs.every((run) => this.syllables.has(smooth(run)));
    }

    /** The ways to read a word, as the sounds of its signs; none when a sign is not known. @param {string} word */
    read(word) {
      /** @type {string[][]} */
      let found = [[]];
      for (const sign of word) {
        const sounds = this.readings.get(sign) ?? [];
        if (sounds.length === 1) {
          for (const before of found) before.push(sounds[0]);
          continue;
        }
        found = found.flatMap((before) => sounds.map((sound) => [...before, sound])).slice(0, 4);
      }
      return found;
    }

    /**
     * The words that Latin letters spell, as few as possible; or those whose initials they are.
     *
     * @param {string} letters
     * @returns {string[]} nothing where some of the letters are no sound
     */
    spelt(letters) {
      const pieces = cheapest(letters.slice(0, 60), 2 * this.longest, (piece) => {
        const sound = smooth(piece);
        return this.words.has(sound) ? 1 : this.syllables.has(sound) ? 3 : Number.POSITIVE_INFINITY;
      });
      const found = pieces.flatMap((piece) => [...(this.words.get(smooth(piece)) ?? [])]);
      return found.length ? found : [...(this.initials.get(letters) ?? [])];
    }

    /**
     * The words that a Chinese text with a wrong sign may mean: they sound the same, or differ in one sign of three or
     * more.
     *
     * @param {string} text
     */
    meant(text) {
      const found = new Set(this.read(text).flatMap((sounds) => [...(this.words.get(smooth(sounds.join(""))) ?? [])]));
      const alike = text.length < 3 ? [] : (this.byLength.get(text.length) ?? []);
      for (const word of alike) if (differences(word, text) === 1) found.add(word);
      return [...found].filter((word) => word.length === text.length && word !== text);
    }
  }

  self.PlaybookSounds = Sounds;
}
