import { Button, Drawer, Loader, Tabs } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { ExpositionReport } from '../../../../shared/domain/exposition.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { request } from '../../../ipc/client.ts';
import { formatBytes, formatLatency } from '../../../lib/format.ts';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { FamilyList } from './FamilyList.tsx';
import { FindingList } from './FindingList.tsx';
import classes from './PageDrawer.module.css';
import { PageText, type ShownLine } from './PageText.tsx';

const FORMATS = { text: 'Prometheus text', openmetrics: 'OpenMetrics', protobuf: 'Protobuf' } as const;

interface PageDrawerProps {
  readonly endpointId: string;
  readonly endpointName: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** A target's page as it is now: the raw body beside what was read from it, and what the lint says. */
export function PageDrawer({ endpointId, endpointName, opened, onClose }: PageDrawerProps) {
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size="min(1640px, 94vw)"
      title={`Page of ${endpointName}`}
      classNames={{ content: classes.content ?? '', body: classes.body ?? '' }}
      data-testid={testIds.targets.pageDrawer}
    >
      {opened && <FetchedPage endpointId={endpointId} />}
    </Drawer>
  );
}

type Answer = { readonly report: ExpositionReport } | { readonly fault: string } | null;

function FetchedPage({ endpointId }: { readonly endpointId: string }) {
  const [answer, setAnswer] = useState<Answer>(null);
  const [isBusy, setIsBusy] = useState(false);
  const fetchPage = useCallback(() => {
    setIsBusy(true);
    request('endpoints.fetchPage', { endpointId })
      .then(
        (report) => setAnswer({ report }),
        (error: unknown) => setAnswer({ fault: error instanceof Error ? error.message : String(error) }),
      )
      .finally(() => setIsBusy(false));
  }, [endpointId]);
  useEffect(fetchPage, [fetchPage]);
  if (answer === null) {
    return (
      <div className={classes.waiting} role="status">
        <Loader size="sm" />
        Fetching the page…
      </div>
    );
  }
  const failure = 'fault' in answer ? { message: answer.fault, remedy: '' } : answer.report.failure;
  if (failure !== null || 'fault' in answer) {
    return (
      <ErrorState
        title="The page could not be fetched"
        message={`${failure?.message ?? ''} ${failure?.remedy ?? ''}`.trim()}
        action={{ label: 'Try again', onClick: fetchPage }}
        testId={testIds.targets.pageFailure}
      />
    );
  }
  return <Page report={answer.report} isBusy={isBusy} onRefresh={fetchPage} />;
}

interface PageProps {
  readonly report: ExpositionReport;
  readonly isBusy: boolean;
  readonly onRefresh: () => void;
}

function Page({ report, isBusy, onRefresh }: PageProps) {
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
          <Fact label="Content-Type" value={report.contentType || 'none'} />
          <Fact label="Body" value={formatBytes(report.bodyBytes)} />
          <Fact label="Took" value={formatLatency(report.durationMs)} />
          <Fact label="Families" value={families.length.toLocaleString('en')} />
          <Fact label="Series" value={series.toLocaleString('en')} />
        </dl>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconRefresh size={14} />}
          loading={isBusy}
          onClick={onRefresh}
          data-testid={testIds.targets.pageRefresh}
        >
          Fetch again
        </Button>
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
