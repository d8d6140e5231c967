import { Drawer, Loader } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import type { ExpositionReport } from '../../../../shared/domain/exposition.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { request } from '../../../ipc/client.ts';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Page } from './Page.tsx';
import classes from './PageDrawer.module.css';

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
  return <Page report={answer.report} refresh={{ isBusy, onRefresh: fetchPage }} />;
}
