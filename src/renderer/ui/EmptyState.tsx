import type { TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { TestId } from '../../shared/test-ids.ts';
import { type MessageAction, MessageState } from './MessageState.tsx';

interface EmptyStateProps {
  readonly icon: TablerIcon;
  readonly title: string;
  /** Why there is nothing here. */
  readonly message: ReactNode;
  readonly actions?: readonly MessageAction[];
  readonly testId?: TestId;
}

/** What stands where there is nothing (yet): why, and what to do. */
export function EmptyState({ actions = [], ...rest }: EmptyStateProps) {
  return <MessageState tone="neutral" actions={actions} role="status" {...rest} />;
}
