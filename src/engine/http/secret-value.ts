import { assertNever } from '../../shared/assert.ts';
import type { ScrapeFailureReason } from '../../shared/domain/target.ts';
import type { SecretResolution, SecretResolver } from '../ports.ts';
import { ScrapeFailedError, scrapeFailure } from '../scrape/scrape-failure.ts';

/** Makes the failure of the step `credential`. */
export function credentialFailure(
  reason: ScrapeFailureReason,
  message: string,
  remedy: string,
  cause?: unknown,
): ScrapeFailedError {
  return new ScrapeFailedError(scrapeFailure('credential', reason, message, remedy), cause);
}

async function lookUp(secretRef: string, origin: string, secrets: SecretResolver): Promise<SecretResolution> {
  try {
    return await secrets.resolveSecret(secretRef, origin);
  } catch (error) {
    throw credentialFailure(
      'credential_unavailable',
      'The credential could not be looked up, so nothing was sent.',
      'See the log for the cause; the next scrape tries again.',
      error,
    );
  }
}

/**
 * A secret's value for the origin of `url`; `what` is how it is called in a sentence. Throws ScrapeFailedError at the
 * step `credential`.
 */
export async function readSecret(
  secretRef: string,
  url: URL,
  secrets: SecretResolver,
  what = 'credential',
): Promise<string> {
  const resolution = await lookUp(secretRef, url.origin, secrets);
  switch (resolution.state) {
    case 'stored':
    case 'session':
      return resolution.value;
    case 'missing':
      throw credentialFailure(
        'credential_missing',
        `The ${what} of this endpoint is not in the keychain, so nothing was sent.`,
        `Edit the endpoint and enter the ${what}.`,
      );
    case 'locked':
      throw credentialFailure(
        'credential_locked',
        `The keychain is locked, so the ${what} could not be read and nothing was sent.`,
        'Unlock the keychain; the next scrape tries again.',
      );
    case 'unavailable':
      throw credentialFailure(
        'credential_unavailable',
        `There is no keychain service that holds the ${what}, so nothing was sent.`,
        `Start the keychain service, or enter the ${what} for this session.`,
      );
    case 'origin_changed':
      throw credentialFailure(
        'credential_origin_changed',
        `The ${what} was saved for another server than ${url.origin}, so nothing was sent.`,
        `If the new address is right, edit the endpoint and enter the ${what} again.`,
      );
    default:
      return assertNever(resolution, 'secret state');
  }
}

/** The value, unless no header can hold it: then the HTTP client's own message would quote it. */
export function refuseUnsendable(value: string, what = 'credential'): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  if (!/[\u0000-\u0008\u000a-\u001f\u007f]|[^\u0000-\u00ff]/.test(value)) return value;
  throw credentialFailure(
    'credential_missing',
    `The ${what} has a line break or another character that cannot be sent, so nothing was sent.`,
    `Edit the endpoint and enter the ${what} again, without a line break at its end.`,
  );
}
