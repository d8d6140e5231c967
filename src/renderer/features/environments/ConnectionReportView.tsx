import { Button } from '@mantine/core';
import { IconCircleCheck, IconCircleMinus, IconCircleX, IconTool } from '@tabler/icons-react';
import type { ConnectionReport } from '../../../shared/domain/connection-report.ts';
import type { MendingSetting } from '../../../shared/domain/mending-setting.ts';
import type { ScrapeStep } from '../../../shared/domain/target.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { formatLatency } from '../../lib/format.ts';
import classes from './ConnectionReportView.module.css';
import { mendingField } from './mending-fields.ts';

const STEP_NAMES: Record<ScrapeStep, string> = {
  credential: 'Credential',
  dns: 'Name lookup',
  tcp: 'Connection',
  proxy: 'Proxy',
  tls: 'TLS',
  token: 'Token',
  request: 'Request',
  redirect: 'Redirects',
  status: 'Status',
  content_type: 'Content type',
  body: 'Body',
  parse: 'Metrics',
  store: 'Storage',
};

const ICONS = { ok: IconCircleCheck, failed: IconCircleX, skipped: IconCircleMinus } as const;

function describeSuccess({ samplesScraped, metricFamilies }: ConnectionReport): string {
  // A page without samples is a good one, but nobody waits for charts of it.
  if (samplesScraped === 0) return 'The server answered, but its page has no metrics on it yet';
  const count = (n: number, word: string): string => `${n.toLocaleString('en')} ${word}${n === 1 ? '' : 's'}`;
  return `It works: ${count(samplesScraped, 'sample')} of ${count(metricFamilies, 'metric')}`;
}

/** Steps that only some set-ups have; where they are not taken there is nothing to say. */
const OPTIONAL_STEPS: ReadonlySet<ScrapeStep> = new Set(['proxy', 'token', 'redirect', 'store']);

interface ConnectionReportViewProps {
  readonly report: ConnectionReport;
  readonly onMend: (setting: MendingSetting) => void;
}

/** What *Test connection* found, step by step, and what to do where it failed. */
export function ConnectionReportView({ report, onMend }: ConnectionReportViewProps) {
  const { failure, setting } = report;
  const steps = report.steps.filter(({ step, state }) => state !== 'skipped' || !OPTIONAL_STEPS.has(step));
  return (
    <section
      className={classes.report}
      data-outcome={failure === null ? 'ok' : 'failed'}
      data-testid={testIds.environments.connectionReport}
      aria-live="polite"
    >
      <h3 className={classes.verdict}>{failure === null ? describeSuccess(report) : failure.message}</h3>
      {failure !== null && failure.remedy !== '' && <p className={classes.remedy}>{failure.remedy}</p>}
      {setting !== null && (
        <Button
          variant="light"
          size="compact-sm"
          my="xs"
          leftSection={<IconTool size={14} />}
          data-testid={testIds.environments.connectionMend}
          data-setting={setting}
          onClick={() => onMend(setting)}
        >
          Go to {mendingField(setting).label}
        </Button>
      )}
      <ol className={classes.steps}>
        {steps.map(({ step, state, durationMs, message }) => {
          const Icon = ICONS[state];
          return (
            <li key={step} className={classes.step} data-state={state}>
              <Icon size={16} stroke={1.8} aria-label={state} />
              <span className={classes.name}>{STEP_NAMES[step]}</span>
              <span className={classes.message}>{message}</span>
              <span className={`${classes.duration} numeric`}>
                {state === 'skipped' ? '' : formatLatency(durationMs)}
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
