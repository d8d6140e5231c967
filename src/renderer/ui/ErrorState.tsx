import { IconAlertTriangle } from '@tabler/icons-react';
import type { TestId } from '../../shared/test-ids.ts';
import { type MessageAction, MessageState } from './MessageState.tsx';

interface ErrorStateProps {
  readonly title: string;
  readonly message: string;
  readonly action?: MessageAction;
  readonly testId?: TestId;
}

/** What stands where something failed: what, why, and a way on. */
export function ErrorState({ action, ...rest }: ErrorStateProps) {
  return (
    <MessageState
      icon={IconAlertTriangle}
      tone="bad"
      actions={action === undefined ? [] : [action]}
      role="alert"
      {...rest}
    />
  );
}
