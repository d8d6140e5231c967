const EXPERIMENTAL: ReadonlySet<string> = new Set([
  'promql-experimental-functions',
  'promql-duration-expr',
  'promql-extended-range-selectors',
  'promql-binop-fill-modifiers',
]);

/** What the values of `--enable-feature` (names, also several with commas) turn on; names that mean nothing here are passed over. */
export function readFeatures(values: readonly string[] | undefined): { readonly experimental: boolean } {
  const names = (values ?? []).flatMap((value) => value.split(','));
  return { experimental: names.some((name) => EXPERIMENTAL.has(name)) };
}
