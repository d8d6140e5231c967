/** Names that every plain object already has: as label names they are legal. */
export const PROTOTYPE_NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
] as const;

/** Texts that mean something to what shows them, for label values, HELP, annotations and names of things. */
export const HOSTILE_TEXTS = {
  markup: '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>',
  terminal: '\u001b[31mred\u001b]0;title\u0007',
  bidi: '\u202egpj.exe\u2066x\u2069',
  formula: '=cmd|"/c calc"!A1',
  template: '{{ constructor.constructor("return 1")() }}',
  url: 'javascript:window.pwned=1',
} as const;

/** A quoted label value of the text formats. */
export function quoteLabelValue(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
