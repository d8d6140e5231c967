/** Scheme, host and port of a URL, as a secret is bound to it. */
export function originOf({ url }: { readonly url: string }): string {
  return new URL(url).origin;
}
