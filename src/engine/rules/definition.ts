import type { LabelPair } from '../../shared/domain/series.ts';

/** One rule of a rule file. Labels hold the group's labels too and keep empty values: those remove a label. */
export interface RuleDefinition {
  readonly kind: 'alerting' | 'recording';
  readonly name: string;
  readonly expr: string;
  readonly forMs: number;
  readonly keepFiringForMs: number;
  readonly labels: readonly LabelPair[];
  readonly annotations: readonly LabelPair[];
}

/** One group of a rule file; `intervalMs` and `queryOffsetMs` are null where the file leaves them to the default, `limit` 0 means none. */
export interface RuleGroupDefinition {
  readonly name: string;
  readonly file: string;
  readonly intervalMs: number | null;
  readonly limit: number;
  readonly queryOffsetMs: number | null;
  readonly rules: readonly RuleDefinition[];
}
