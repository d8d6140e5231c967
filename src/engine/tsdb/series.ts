import type { LabelSet } from '../../shared/domain/series.ts';
import type { Source } from './source.ts';

/**
 * A series of the store. `sources` are those that hold samples of it; `slot` is its place in the current layout of the
 * first of them, -1 where it has none. `layoutCount` layouts name it: at none it is forgotten.
 */
export interface Series {
  readonly id: number;
  readonly labels: LabelSet;
  readonly hash: number;
  sources: readonly Source[];
  slot: number;
  layoutCount: number;
}
