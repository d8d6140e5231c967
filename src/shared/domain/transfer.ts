/** How far an export or import has come. */
export interface TransferProgress {
  /** Of `total`: series of an export, bytes of an import. */
  readonly done: number;
  readonly total: number;
  readonly samples: number;
}

/** What an export wrote, and what of the history OpenMetrics can't hold. */
export interface ExportOutcome {
  readonly path: string;
  readonly series: number;
  readonly samples: number;
  readonly bytes: number;
  /** Samples of native histograms. */
  readonly histogramsLeftOut: number;
  /** Marks of the times at which series ended. */
  readonly staleMarksLeftOut: number;
}

/** What an import read, and what of it was new to the history. */
export interface ImportOutcome {
  readonly path: string;
  readonly series: number;
  readonly samples: number;
  readonly appended: number;
  /** Samples that are older than the history is kept. */
  readonly tooOld: number;
}

/** What is being exported or imported now. */
export interface TransferState extends TransferProgress {
  readonly kind: 'export' | 'import';
  readonly path: string;
}
