// V8 keeps the text of a script as long as its functions live, at one byte a character only where all are of Latin-1.

const BEYOND_LATIN_1 = /[^\0-\xff]/g;

/**
 * @param {string} code JavaScript without such characters in the raw text of tagged templates
 * @returns {string} the same program
 */
export function escapeBeyondLatin1(code) {
  return code.replace(BEYOND_LATIN_1, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * Writes what is beyond Latin-1 as escapes: a single curly quote would double the memory of a whole script.
 * @returns {import('vite').Plugin}
 */
export function oneByteText() {
  return {
    name: 'one-byte-text',
    // Last, after the minifier: that would write the characters again.
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        for (const file of Object.values(bundle)) {
          if (file.type === 'chunk') file.code = escapeBeyondLatin1(file.code);
        }
      },
    },
  };
}
