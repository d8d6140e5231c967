import type { ExpositionReport } from '../shared/domain/exposition.ts';
import type { TimeRange } from '../shared/domain/time-range.ts';
import type { ExportOutcome, ImportOutcome, TransferState } from '../shared/domain/transfer.ts';

/** What is exported and where to; an empty selector stands for all series. */
export interface HistoryExport {
  readonly path: string;
  readonly range: TimeRange;
  readonly selector: string;
}

/** What a host may ask about carrying history in and out, one at a time. All failures are AppErrors. */
export interface TransferApi {
  /** Writes the environment's own history as OpenMetrics text; the file appears when it is complete. */
  exportHistory(request: HistoryExport): Promise<ExportOutcome>;
  /** Loads OpenMetrics text with timestamps. What was loaded before a fault or a cancellation stays. */
  importHistory(path: string): Promise<ImportOutcome>;
  /** Null where nothing is being carried. */
  getTransferState(): Promise<TransferState | null>;
  /** The export or import under way then rejects with `canceled`. */
  cancelTransfer(): Promise<void>;
  /** Gets an endpoint's page now, with its credential, and lints it. Nothing is stored. */
  fetchExposition(endpointId: string): Promise<ExpositionReport>;
  /** Lints a text of metrics. Nothing is stored. */
  lintText(text: string): Promise<ExpositionReport>;
}
