import { Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import type { RuleDraft } from '../../../../shared/domain/rule-draft.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { formatSpan } from '../../../lib/format.ts';
import { formatTimeOfDay } from '../../../lib/format-time.ts';
import { useSettings } from '../../../state/settings-store.ts';
import { LabelChips } from '../../../ui/LabelChips.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import classes from './RuleEditor.module.css';
import { readDurationMs } from './rule-drafts.ts';
import { useRulePreview } from './use-rule-check.ts';

function formatPreviewValue(value: number | null): string {
  return value === null ? 'histogram' : String(Number(value.toPrecision(6)));
}

function summarize(rule: RuleDraft, count: number): string {
  if (rule.kind === 'recording')
    return count === 1 ? '1 series would be recorded' : `${count} series would be recorded`;
  const alerts = count === 1 ? '1 alert' : `${count} alerts`;
  const forMs = readDurationMs(rule.forText) ?? 0;
  if (forMs === 0) return `${alerts} would fire now`;
  return `${alerts} would be pending now, and fire after ${formatSpan(forMs)}`;
}

/** What a rule gives now, with its labels and annotations expanded. */
export function RulePreviewPanel({ rule }: { readonly rule: RuleDraft | null }) {
  const { preview, failure } = useRulePreview(rule);
  const utc = useSettings((state) => state.settings.utc);
  const caption =
    preview === null || rule === null
      ? undefined
      : formatTimeOfDay(Math.floor(preview.atMs / 1_000) * 1_000, utc);
  return (
    <Panel title="Now" caption={caption} testId={testIds.alerts.rulePreview}>
      {rule === null && (
        <Text size="sm" c="dimmed">
          What the rule gives appears here once its expression is complete.
        </Text>
      )}
      {rule !== null && failure !== null && (
        <Text size="sm" c="var(--sx-bad)" role="alert">
          The evaluation failed: {failure}
        </Text>
      )}
      {rule !== null && failure === null && preview !== null && (
        <>
          <p
            className={classes.summary}
            data-testid={testIds.alerts.rulePreviewSummary}
            data-active={preview.count > 0 || undefined}
          >
            {preview.count === 0 && rule.kind === 'alerting' ? (
              <>
                <IconCircleCheck size={16} color="var(--sx-good)" aria-hidden /> Nothing would fire now
              </>
            ) : (
              summarize(rule, preview.count)
            )}
          </p>
          {preview.rows.length > 0 && (
            <ul className={classes.rows} aria-label="Series now">
              {preview.rows.map(({ labels, annotations, value }) => (
                <li key={JSON.stringify(labels)} className={classes.row}>
                  <div className={classes.rowHead}>
                    <LabelChips labels={labels} omit={['alertname']} />
                    <span className={`${classes.value} numeric`}>{formatPreviewValue(value)}</span>
                  </div>
                  {annotations.map(([name, text]) => (
                    <p
                      key={name}
                      className={classes.annotation}
                      data-failed={text.startsWith('<error') || undefined}
                    >
                      <span className={classes.annotationName}>{name}</span> <bdi>{text}</bdi>
                    </p>
                  ))}
                </li>
              ))}
            </ul>
          )}
          {preview.count > preview.rows.length && (
            <Text size="xs" c="dimmed" mt={8}>
              The first {preview.rows.length} of {preview.count} are shown.
            </Text>
          )}
        </>
      )}
    </Panel>
  );
}
