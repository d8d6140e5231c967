/** An encrypted export that is larger holds no environment. */
export const MAX_BUNDLE_BYTES = 48 * 1024 * 1024;

const AGE_MARKS = ['age-encryption.org/', '-----BEGIN AGE'] as const;

/** Whether a file begins like one that age has encrypted. */
export function isEncrypted(head: string): boolean {
  return AGE_MARKS.some((mark) => head.startsWith(mark));
}
