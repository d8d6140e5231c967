import { type DeepLink, LINK_SCHEME } from '../../shared/domain/deep-link.ts';
import { deepLinkSchema } from '../../shared/ipc/link-schema.ts';

const MAX_LENGTH = 16_384;
const HOST = 'open';

/** A link as it was read, or one clause that says why it can't be used; it quotes nothing of the link. */
export type LinkReading =
  | { readonly ok: true; readonly link: DeepLink }
  | { readonly ok: false; readonly message: string };

function refuse(message: string): LinkReading {
  return { ok: false, message };
}

function timeOf(text: string): number | string {
  return /^\d{1,16}$/.test(text) ? Number(text) : text;
}

/** Fields of a query string; null where one is unknown, or given twice that is given once. */
function fieldsOf(params: URLSearchParams): Record<string, unknown> | null {
  const single = new Map<string, string>();
  const queries: string[] = [];
  const variables = new Map<string, string[]>();
  for (const [key, value] of params) {
    if (key === 'query') queries.push(value);
    else if (key.startsWith('var-'))
      variables.set(key.slice(4), [...(variables.get(key.slice(4)) ?? []), value]);
    else if (!['environment', 'from', 'to'].includes(key) || single.has(key)) return null;
    else single.set(key, value);
  }
  const from = single.get('from');
  const to = single.get('to');
  if ((from === undefined) !== (to === undefined)) return null;
  return {
    environmentId: single.get('environment') ?? null,
    queries,
    range: from === undefined || to === undefined ? null : { from: timeOf(from), to: timeOf(to) },
    variables: [...variables],
  };
}

/** Reads a link. Whoever made it may be hostile: what is not exactly known is refused as a whole. */
export function parseDeepLink(text: string): LinkReading {
  if (text.length > MAX_LENGTH) return refuse('it is longer than 16 KiB');
  // What is allowed is what URLs are written with; blanks and quotes would be for a shell.
  if (!/^[\w\-.~!*'()%:/?&=+,;@$]+$/.test(text) || !URL.canParse(text)) return refuse('it is no valid link');
  const url = new URL(text);
  const isPlain = url.username === '' && url.password === '' && url.port === '' && url.hash === '';
  if (url.protocol !== `${LINK_SCHEME}:` || url.host !== HOST || !isPlain)
    return refuse('it is no valid link');
  const [, page = '', dashboardId = null, ...rest] = url.pathname.split('/');
  const fields = fieldsOf(url.searchParams);
  if (rest.length > 0 || fields === null) return refuse('it asks for something that Sextant does not know');
  const parsed = deepLinkSchema.safeParse({ page, dashboardId, ...fields });
  if (parsed.success) return { ok: true, link: parsed.data };
  const [issue] = parsed.error.issues;
  return refuse(
    issue?.code === 'custom' || issue?.path[0] === 'page' ? issue.message : 'a part of it is not valid',
  );
}

/**
 * The one link among the words of a command line; null for none. Everything else is left alone: whoever opens a link
 * decides what else stands there. Several are refused, because no program opens two at once.
 */
export function findDeepLink(argv: readonly string[]): string | null {
  const links = argv.slice(1).filter((word) => /^sextant:/i.test(word));
  return links.length === 1 ? (links[0] ?? null) : null;
}
