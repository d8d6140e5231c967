import type { PanelKind } from '../../domain/dashboard-panel.ts';
import type { Json } from '../../domain/json.ts';

/** What became of a panel: `drawn`, or `unsupported` with the reason. */
export interface PanelReport {
  readonly id: number;
  readonly title: string;
  /** As the file calls it, after older types were brought up to date. */
  readonly type: string;
  readonly kind: PanelKind;
  readonly where: string;
  readonly outcome: 'drawn' | 'unsupported';
  readonly reason: string | null;
}

export interface TargetReport {
  readonly panelId: number;
  readonly refId: string;
  readonly outcome: 'kept' | 'unsupported';
  readonly reason: string | null;
}

export interface VariableReport {
  readonly name: string;
  readonly type: string;
  readonly outcome: 'kept' | 'unsupported';
  readonly reason: string | null;
}

/** A transformation that is kept but not applied has a reason. */
export interface TransformationReport {
  readonly panelId: number;
  readonly id: string;
  readonly outcome: 'kept' | 'unsupported';
  readonly reason: string | null;
}

/**
 * An option of the file that nothing is done with. It is kept and written back. `neutral` ones have no effect in Grafana
 * either: they are empty, or say what holds anyway.
 */
export interface UnmappedOption {
  readonly where: string;
  readonly value: Json;
  readonly neutral: boolean;
}

/** All that an import did and did not do; nothing of a file is lost without a word here. */
export interface ImportReport {
  /** Of the file as it came. */
  readonly schemaVersion: number | null;
  readonly panels: readonly PanelReport[];
  readonly targets: readonly TargetReport[];
  readonly variables: readonly VariableReport[];
  readonly transformations: readonly TransformationReport[];
  readonly unmapped: readonly UnmappedOption[];
  /** Sentences on the file as a whole. */
  readonly notes: readonly string[];
}
