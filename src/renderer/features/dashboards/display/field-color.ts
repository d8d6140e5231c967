import type {
  FieldOptions,
  MappedResult,
  Thresholds,
  ValueMapping,
} from '../../../../shared/domain/dashboard-field.ts';
import { fitsPattern } from '../../../lib/re2-search.ts';

/** What a colour of a dashboard means here: our own colours have the contrast that a file's may not. */
export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'accent';

const NAMED_TONES: readonly (readonly [pattern: RegExp, tone: Tone])[] = [
  [/green/, 'good'],
  [/red/, 'bad'],
  [/orange|yellow/, 'warn'],
  [/blue|purple/, 'accent'],
];

function channels(color: string): readonly [number, number, number] | null {
  const hex = /^#([0-9a-f]{6}|[0-9a-f]{3})/i.exec(color)?.[1];
  if (hex !== undefined) {
    const wide = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex;
    return [0, 2, 4].map((at) => Number.parseInt(wide.slice(at, at + 2), 16)) as [number, number, number];
  }
  const rgb = /^rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})/i.exec(color);
  return rgb === null ? null : [Number(rgb[1]), Number(rgb[2]), Number(rgb[3])];
}

function toneOfChannels([r, g, b]: readonly [number, number, number]): Tone {
  const max = Math.max(r, g, b);
  const min = Math.min(r, g, b);
  if (max - min < 40) return 'plain';
  if (max === b) return 'accent';
  if (max === g) return r > 0.8 * g ? 'warn' : 'good';
  return g > 0.45 * r ? 'warn' : 'bad';
}

/** The tone nearest to a colour: a name of Grafana's palette, hex or rgb. */
export function toneOf(color: string | undefined): Tone {
  if (color === undefined) return 'plain';
  const rgb = channels(color);
  if (rgb !== null) return toneOfChannels(rgb);
  return NAMED_TONES.find(([pattern]) => pattern.test(color))?.[1] ?? 'plain';
}

/** Hues in degrees of the slots of the series colours, but for the grey one. */
const SLOT_HUES = [216, 155, 39, 264, 0, 192, 55] as const;
const GREY_SLOT = 7;
const NAMED_HUES: readonly (readonly [pattern: RegExp, hue: number])[] = [
  [/green/, 140],
  [/red/, 0],
  [/orange/, 35],
  [/yellow/, 55],
  [/blue/, 214],
  [/purple|violet|magenta|pink/, 270],
  [/cyan|teal|turquoise/, 190],
];

function hueOf([r, g, b]: readonly [number, number, number]): number | null {
  const max = Math.max(r, g, b);
  const span = max - Math.min(r, g, b);
  if (span < 30) return null;
  const sixth = max === r ? (g - b) / span : max === g ? 2 + (b - r) / span : 4 + (r - g) / span;
  return (sixth * 60 + 360) % 360;
}

/** The slot of the series colours that is nearest to a dashboard's colour; null for a name that is not known. */
export function slotOf(color: string | undefined): number | null {
  if (color === undefined) return null;
  const rgb = channels(color);
  const hue = rgb === null ? NAMED_HUES.find(([pattern]) => pattern.test(color))?.[1] : hueOf(rgb);
  if (hue === null) return GREY_SLOT;
  if (hue === undefined) return null;
  const distance = (other: number): number => Math.min(Math.abs(other - hue), 360 - Math.abs(other - hue));
  const distances = SLOT_HUES.map(distance);
  return distances.indexOf(Math.min(...distances));
}

/** The colour of the threshold that a value has reached; undefined where there are none. */
export function thresholdColor(
  value: number,
  thresholds: Thresholds | undefined,
  min: number,
  max: number,
): string | undefined {
  const steps = thresholds?.steps ?? [];
  const share = thresholds?.mode === 'percentage' ? ((value - min) / (max - min || 1)) * 100 : value;
  let reached = steps[0]?.color;
  for (const step of steps) {
    if (step.value === null || step.value === undefined || share >= step.value) reached = step.color;
  }
  return reached;
}

function fitsSpecial(match: string, value: number | null): boolean {
  if (value === null) return match === 'null' || match === 'null+nan' || match === 'empty';
  return Number.isNaN(value) && (match === 'nan' || match === 'null+nan');
}

/** What the first mapping that fits shows a value as; `value` null stands for no value. */
export function mapValue(
  value: number | null,
  text: string,
  mappings: readonly ValueMapping[] | undefined,
): MappedResult | null {
  for (const mapping of mappings ?? []) {
    switch (mapping.kind) {
      case 'value': {
        const entry = mapping.entries.find((candidate) => candidate.value === String(value));
        if (entry !== undefined) return entry.result;
        break;
      }
      case 'range':
        if (
          value !== null &&
          !Number.isNaN(value) &&
          value >= (mapping.from ?? -Infinity) &&
          value <= (mapping.to ?? Infinity)
        ) {
          return mapping.result;
        }
        break;
      case 'regex':
        if (fitsPattern(mapping.pattern, text)) return mapping.result;
        break;
      case 'special':
        if (fitsSpecial(mapping.match, value)) return mapping.result;
        break;
    }
  }
  return null;
}

/** The tone of a single value: its mapping's colour, a fixed one, or that of the threshold it has reached. */
export function valueTone(
  value: number,
  options: FieldOptions,
  mapped: MappedResult | null,
  range: { readonly min: number; readonly max: number },
): Tone {
  if (mapped?.color !== undefined) return toneOf(mapped.color);
  const mode = options.color?.mode;
  if (mode === 'fixed' || mode === 'shades') return toneOf(options.color?.fixedColor);
  if (Number.isNaN(value) || (mode !== undefined && mode !== 'thresholds')) return 'plain';
  return toneOf(thresholdColor(value, options.thresholds, range.min, range.max));
}
