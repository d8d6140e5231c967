import type { DataPanel } from '../../../../shared/domain/dashboard-panel.ts';

type Part = Readonly<Record<string, unknown>>;

function isPart(value: unknown): value is Part {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The member of a panel some levels down: `field.stacking.mode`. */
export function readAt(panel: DataPanel, path: string): unknown {
  let at: unknown = panel;
  for (const key of path.split('.')) at = isPart(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  return at;
}

function write(part: Part, [key = '', ...rest]: readonly string[], value: unknown): Part {
  const { [key]: before, ...others } = part;
  if (rest.length === 0) return value === undefined ? others : { ...part, [key]: value };
  const inner = write(isPart(before) ? before : {}, rest, value);
  // An object that was made for a value goes with it.
  return Object.keys(inner).length === 0 ? others : { ...part, [key]: inner };
}

/** Members that every panel has, empty ones too. */
const NEEDED = ['field', 'options'];

/** The panel with another member; undefined takes it away. */
export function writeAt(panel: DataPanel, path: string, value: unknown): DataPanel {
  const written: Record<string, unknown> = { ...write(panel as unknown as Part, path.split('.'), value) };
  for (const key of NEEDED) written[key] ??= {};
  // The paths and values are those of `option-specs`, which names members of the panel's own type.
  return written as unknown as DataPanel;
}
