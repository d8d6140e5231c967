import { Button, type ButtonProps } from '@mantine/core';
import type { TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { TestId } from '../../shared/test-ids.ts';
import classes from './MessageState.module.css';

export interface MessageAction {
  readonly label: string;
  readonly onClick: () => void;
  readonly variant?: NonNullable<ButtonProps['variant']>;
  readonly testId?: TestId;
}

interface MessageStateProps {
  readonly icon: TablerIcon;
  readonly tone: 'neutral' | 'bad';
  readonly title: string;
  readonly message: ReactNode;
  readonly actions: readonly MessageAction[];
  readonly role?: 'status' | 'alert';
  readonly testId?: TestId;
}

/** An icon, a sentence on why there is nothing else, and what to do: the frame of empty and error states. */
export function MessageState({ icon: Icon, tone, title, message, actions, role, testId }: MessageStateProps) {
  return (
    <div className={classes.state} data-tone={tone} role={role} data-testid={testId}>
      <span className={classes.icon}>
        <Icon size={22} stroke={1.6} aria-hidden />
      </span>
      <h3 className={classes.title}>{title}</h3>
      <div className={classes.message}>{message}</div>
      {actions.length > 0 && (
        <div className={classes.actions}>
          {actions.map(({ label, onClick, variant = 'default', testId: actionTestId }) => (
            <Button key={label} variant={variant} onClick={onClick} data-testid={actionTestId}>
              {label}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}
