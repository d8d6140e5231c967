import type { ImportReport } from '../../../../shared/dashboards/grafana/import-report.ts';
import type { Dashboard } from '../../../../shared/domain/dashboard.ts';
import { type TestId, testIds } from '../../../../shared/test-ids.ts';
import classes from './Library.module.css';
import { type ReportLine, reportModel } from './report-model.ts';

interface ImportReportViewProps {
  readonly dashboard: Dashboard;
  readonly report: ImportReport;
}

/** What an import did with each part of a file; nothing of it is lost without a word here. */
export function ImportReportView({ dashboard, report }: ImportReportViewProps) {
  const model = reportModel(dashboard, report);
  const undrawn = model.undrawn.reduce((sum, { count }) => sum + count, 0);
  const unmapped = model.unmapped.reduce((sum, { count }) => sum + count, 0);
  return (
    <div className={classes.report} data-testid={testIds.dashboards.importReport}>
      <p className={classes.reportTitle}>
        <bdi>{dashboard.title}</bdi>
      </p>
      <dl className={classes.figures}>
        <Figure label="Panels drawn" value={model.drawn} testId={testIds.dashboards.reportDrawn} />
        <Figure label="Panels not drawn" value={undrawn} testId={testIds.dashboards.reportUndrawn} />
        <Figure label="Variables" value={model.variableCount} testId={testIds.dashboards.reportVariables} />
        <Figure label="Options without effect" value={unmapped} testId={testIds.dashboards.reportUnmapped} />
      </dl>
      <Lines title="Not drawn; shown with the reason in their place" lines={model.undrawn} open />
      <Lines title="Kept, but not used" lines={model.notUsed} open />
      <Lines title="Options that are kept without effect" lines={model.unmapped} />
      <Lines title="Notes" lines={model.notes.map((text) => ({ text, count: 1 }))} />
    </div>
  );
}

interface FigureProps {
  readonly label: string;
  readonly value: number;
  readonly testId: TestId;
}

function Figure({ label, value, testId }: FigureProps) {
  return (
    <div>
      <dt>{label}</dt>
      <dd data-testid={testId}>{value}</dd>
    </div>
  );
}

const MAX_LINES = 40;

interface LinesProps {
  readonly title: string;
  readonly lines: readonly ReportLine[];
  readonly open?: boolean;
}

function Lines({ title, lines, open = false }: LinesProps) {
  if (lines.length === 0) return null;
  return (
    <details className={classes.lines} open={open && lines.length <= 8}>
      <summary>
        {title} <span className={classes.count}>{lines.reduce((sum, { count }) => sum + count, 0)}</span>
      </summary>
      <ul>
        {lines.slice(0, MAX_LINES).map(({ text, count }) => (
          <li key={text}>
            <bdi>{text}</bdi>
            {count > 1 && <span className={classes.count}> × {count}</span>}
          </li>
        ))}
        {lines.length > MAX_LINES && <li>{lines.length - MAX_LINES} more</li>}
      </ul>
    </details>
  );
}
