const MAX_LENGTH = 2_048;

/** A web address that may be handed to the browser: https, a host, no user name, no control characters; else null. */
function parseExternalUrl(text: string): URL | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (text.length > MAX_LENGTH || /[\x00-\x20\x7f-\x9f\\]/.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  const isPlain = url.protocol === 'https:' && url.username === '' && url.password === '';
  return isPlain && url.hostname !== '' ? url : null;
}

/** Opens a web address in the browser after asking; the only way to it, for links and for requests alike. */
export type OpenExternal = (text: string) => Promise<void>;

/** Makes the function; addresses that `parseExternalUrl` refuses are only reported. */
export function createOpenExternal(options: {
  confirm(url: URL): Promise<boolean>;
  open(url: string): Promise<void>;
  onRefused(text: string): void;
}): OpenExternal {
  return async (text) => {
    const url = parseExternalUrl(text);
    if (url === null) options.onRefused(text.slice(0, 200));
    else if (await options.confirm(url)) await options.open(url.href);
  };
}
