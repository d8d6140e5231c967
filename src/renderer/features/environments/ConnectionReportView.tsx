import { IconCircleCheck, IconCircleMinus, IconCircleX } from '@tabler/icons-react';
import type { ConnectionReport, ScrapeStep } from '../../../shared/domain/target.ts';
import { formatLatency } from '../../lib/format.ts';
import classes from './ConnectionReportView.module.css';

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

/** What *Test connection* found, step by step, and what to do where it failed. */
export function ConnectionReportView({ report }: { readonly report: ConnectionReport }) {
  const { failure } = report;
  return (
    <section
      className={classes.report}
      data-outcome={failure === null ? 'ok' : 'failed'}
      data-testid="connection-report"
      aria-live="polite"
    >
      <h3 className={classes.verdict}>{failure === null ? describeSuccess(report) : failure.message}</h3>
      {failure !== null && failure.remedy !== '' && <p className={classes.remedy}>{failure.remedy}</p>}
      <ol className={classes.steps}>
        {report.steps.map(({ step, state, durationMs, message }) => {
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
