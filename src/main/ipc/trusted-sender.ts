/** The parts of a frame that trust depends on. */
export interface SenderFrame {
  readonly url: string;
  readonly parent: SenderFrame | null;
}

/** True for the main frame of a page of the app's own origin; a frame that is gone (null) is not trusted. */
export function isTrustedFrame(frame: SenderFrame | null, trustedOrigins: readonly string[]): boolean {
  if (frame === null || frame.parent !== null || !URL.canParse(frame.url)) return false;
  const { protocol, host } = new URL(frame.url);
  // `URL.origin` is "null" for schemes of one's own.
  return trustedOrigins.includes(`${protocol}//${host}`);
}
