import { IconAlertTriangle } from '@tabler/icons-react';
import { type MessageAction, MessageState } from './MessageState.tsx';

interface ErrorStateProps {
  readonly title: string;
  readonly message: string;
  readonly action?: MessageAction;
  readonly testId?: string;
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
