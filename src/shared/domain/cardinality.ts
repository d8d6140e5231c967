/** What takes how many series, greatest first; all lists are cut to the same length. */
export interface Cardinality {
  readonly seriesCount: number;
  readonly labelPairCount: number;
  readonly metrics: readonly { readonly name: string; readonly seriesCount: number }[];
  /** By distinct values. */
  readonly labels: readonly {
    readonly name: string;
    readonly valueCount: number;
    readonly seriesCount: number;
  }[];
  readonly pairs: readonly {
    readonly name: string;
    readonly value: string;
    readonly seriesCount: number;
  }[];
}
