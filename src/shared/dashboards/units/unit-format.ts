/** Steps that a value is divided by, so that few digits are left: thousands, 1024, or none. */
export type UnitPrefixes = 'none' | 'count' | 'si' | 'iec';

/** How a unit's values are written; the value is multiplied by `factor` first. */
export type UnitFormat =
  /** A number with its symbol behind it, after a step's prefix: `1.2 MB/s`, `12 %`. */
  | {
      readonly kind: 'number';
      readonly factor: number;
      readonly prefixes: UnitPrefixes;
      readonly symbol: string;
    }
  /** A symbol before the number: `$1.2k`. */
  | { readonly kind: 'currency'; readonly symbol: string; readonly behind: boolean }
  /** A span; the value times `factor` is in seconds. `clock` is 01:02:03, `days` 1 d 02:03:04. */
  | { readonly kind: 'duration'; readonly factor: number; readonly style: 'scaled' | 'clock' | 'days' }
  /** A time; the value is ms since 1970. `pattern` holds a given form, like `YYYY-MM-DD`. */
  | {
      readonly kind: 'date';
      readonly style: 'iso' | 'us' | 'local' | 'fromNow' | 'system' | 'pattern';
      readonly today: boolean;
      readonly pattern: string;
    }
  | { readonly kind: 'boolean'; readonly yes: string; readonly no: string }
  | {
      readonly kind: 'special';
      readonly style: 'scientific' | 'hexadecimal' | 'hexadecimal0x' | 'locale' | 'text';
    }
  /** Written as it is, before or behind the number. */
  | { readonly kind: 'affix'; readonly text: string; readonly before: boolean };
