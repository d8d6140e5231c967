/** Shorter ones can be guessed by trying, whatever scrypt costs. */
export const MIN_PASSPHRASE_LENGTH = 12;
