import { Button, Progress } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { TransferState } from '../../../../shared/domain/transfer.ts';
import { AppError } from '../../../../shared/errors.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { request } from '../../../ipc/client.ts';
import { formatBytes, formatCount } from '../../../lib/format.ts';
import { reportFailure } from '../../../ui/report-failure.ts';
import classes from './HistoryTransfer.module.css';

const ID = 'history-transfer';
const ASKED_EACH_MS = 300;

const TITLES = { export: 'Exporting history', import: 'Importing history' } as const;
const FAILURES = { export: 'The history was not exported', import: 'The history was not imported' } as const;

function describeProgress({ kind, done, total, samples }: TransferState): string {
  const of =
    kind === 'export'
      ? `${formatCount(done)} of ${formatCount(total)} series`
      : `${formatBytes(done)} of ${formatBytes(total)}`;
  return `${of}, ${formatCount(samples)} samples`;
}

function ProgressMessage({ state }: { readonly state: TransferState }) {
  const percent = state.total === 0 ? 0 : (state.done / state.total) * 100;
  return (
    <div className={classes.progress} data-testid={testIds.settings.transferProgress}>
      <span className="numeric">{describeProgress(state)}</span>
      <Progress value={percent} size="sm" aria-label={TITLES[state.kind]} />
      <Button
        size="compact-xs"
        variant="default"
        data-testid={testIds.settings.transferCancel}
        onClick={() => {
          request('history.cancel').catch(reportFailure('It could not be canceled'));
        }}
      >
        Cancel
      </Button>
    </div>
  );
}

async function showProgress(isShown: boolean): Promise<boolean> {
  const state = await request('history.getState');
  if (state === null) return isShown;
  const notice = {
    id: ID,
    title: TITLES[state.kind],
    message: <ProgressMessage state={state} />,
    autoClose: false,
    withCloseButton: false,
  } as const;
  if (isShown) notifications.update(notice);
  else notifications.show(notice);
  return true;
}

/**
 * Shows how far an export or import is, with a way to cancel it, until `work` settles; then what came of it. `describe`
 * makes that sentence; null from `work` means that no file was chosen.
 */
export async function watchTransfer<T>(
  kind: TransferState['kind'],
  work: Promise<T | null>,
  describe: (outcome: T) => string,
): Promise<void> {
  let isShown = false;
  let isAsking = false;
  const timer = setInterval(() => {
    if (isAsking) return;
    isAsking = true;
    showProgress(isShown)
      .then((shown) => {
        isShown = shown;
      })
      .catch(() => undefined)
      .finally(() => {
        isAsking = false;
      });
  }, ASKED_EACH_MS);
  try {
    const outcome = await work;
    if (outcome === null) return;
    const title = kind === 'export' ? 'History exported' : 'History imported';
    notifications.show({ title, message: describe(outcome), color: 'green', autoClose: 12_000 });
  } catch (error) {
    if (error instanceof AppError && error.code === 'canceled') {
      notifications.show({ title: FAILURES[kind], message: 'It was canceled.', color: 'gray' });
    } else reportFailure(FAILURES[kind])(error);
  } finally {
    clearInterval(timer);
    // An answer that is under way would show it again.
    setTimeout(() => notifications.hide(ID), isAsking ? ASKED_EACH_MS : 0);
  }
}
