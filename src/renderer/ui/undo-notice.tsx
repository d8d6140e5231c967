import { Anchor } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type TestId, testIds } from '../../shared/test-ids.ts';

interface UndoNotice {
  /** What was done, as a sentence without its name in front. */
  readonly name: string;
  readonly done: string;
  readonly testId: TestId;
  readonly onUndo: () => void;
}

/** Tells what was done and offers to take it back. */
export function showUndoNotice({ name, done, testId, onUndo }: UndoNotice): void {
  const noticeId = notifications.show({
    autoClose: 12_000,
    message: (
      <span data-testid={testId}>
        <bdi>{name}</bdi> {done}.{' '}
        <Anchor
          component="button"
          type="button"
          size="sm"
          data-testid={testIds.shell.undo(testId)}
          onClick={() => {
            notifications.hide(noticeId);
            onUndo();
          }}
        >
          Undo
        </Anchor>
      </span>
    ),
  });
}
