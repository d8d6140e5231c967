import { Button, Tabs } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useCallback, useMemo, useState } from 'react';
import type { ExpositionReport } from '../../../../shared/domain/exposition.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { formatBytes, formatLatency } from '../../../lib/format.ts';
import { FamilyList } from './FamilyList.tsx';
import { FindingList } from './FindingList.tsx';
import classes from './PageDrawer.module.css';
import { PageText, type ShownLine } from './PageText.tsx';

const FORMATS = { text: 'Prometheus text', openmetrics: 'OpenMetrics', protobuf: 'Protobuf' } as const;

interface PageProps {
  readonly report: ExpositionReport;
  /** null for a text that can't be fetched anew. */
  readonly refresh: { readonly isBusy: boolean; readonly onRefresh: () => void } | null;
}

/** A page of metrics: its lines beside its families and what the lint says. */
export function Page({ report, refresh }: PageProps) {
  const [shown, setShown] = useState<ShownLine | null>(null);
  const lines = useMemo(() => report.text.split('\n'), [report.text]);
  const show = useCallback((line: number) => setShown({ line }), []);
  const { findings, families, format } = report;
  const series = families.reduce((sum, family) => sum + family.series, 0);
  return (
    <>
      <div className={classes.head}>
        <dl className={`${classes.facts} numeric`}>
          <Fact label="Format" value={format === null ? 'none' : FORMATS[format]} />
          {refresh !== null && <Fact label="Content-Type" value={report.contentType || 'none'} />}
          <Fact label="Body" value={formatBytes(report.bodyBytes)} />
          {refresh !== null && <Fact label="Took" value={formatLatency(report.durationMs)} />}
          <Fact label="Families" value={families.length.toLocaleString('en')} />
          <Fact label="Series" value={series.toLocaleString('en')} />
        </dl>
        {refresh !== null && (
          <Button
            variant="default"
            size="xs"
            leftSection={<IconRefresh size={14} />}
            loading={refresh.isBusy}
            onClick={refresh.onRefresh}
            data-testid={testIds.targets.pageRefresh}
          >
            Fetch again
          </Button>
        )}
      </div>
      {report.isCutOff && (
        <p className={classes.cutOff} role="status">
          {format === 'protobuf'
            ? 'Its readable form is longer than 5 MB. All of the page is checked, and the beginning is shown.'
            : `The page is ${formatBytes(report.bodyBytes)} long. Its first 5 MB are shown and checked.`}
        </p>
      )}
      <div className={classes.panes}>
        <PageText text={report.text} findings={findings} shown={shown} />
        <Tabs
          className={classes.side ?? ''}
          defaultValue={findings.some(({ severity }) => severity === 'error') ? 'findings' : 'families'}
        >
          <Tabs.List>
            <Tabs.Tab value="families" data-testid={testIds.targets.pageFamiliesTab}>
              Families
            </Tabs.Tab>
            <Tabs.Tab value="findings" data-testid={testIds.targets.pageFindingsTab}>
              Findings
              {findings.length > 0 && ` (${(findings.length + report.findingsLeft).toLocaleString('en')})`}
            </Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="families" className={classes.sidePanel ?? ''}>
            <FamilyList families={families} lines={lines} onShow={show} />
          </Tabs.Panel>
          <Tabs.Panel value="findings" className={classes.sidePanel ?? ''}>
            <FindingList findings={findings} left={report.findingsLeft} onShow={show} />
          </Tabs.Panel>
        </Tabs>
      </div>
    </>
  );
}

function Fact({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
