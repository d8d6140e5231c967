// Shorter values would blacken words of every log line.
const MIN_LENGTH = 4;

/** Takes known secrets out of texts. */
export interface Redactor {
  /** Makes a secret known for the rest of the session. */
  watch(secret: string): void;
  /** The text without any known secret. */
  redact(text: string): string;
}

/** Makes a redactor that knows nothing yet. */
export function createRedactor(): Redactor {
  /** The longest first: a secret that is a part of another one must not leave the rest of it. */
  let known: readonly string[] = [];
  return {
    watch(secret) {
      if (secret.length < MIN_LENGTH || known.includes(secret)) return;
      known = [...known, secret].sort((a, b) => b.length - a.length);
    },
    redact(text) {
      let clean = text;
      for (const secret of known) clean = clean.replaceAll(secret, '[secret]');
      return clean;
    },
  };
}
