import {
  IconAlertTriangle,
  IconBellOff,
  IconCircleCheck,
  IconCircleDashed,
  IconClockExclamation,
  IconFlame,
  IconInfoCircle,
} from '@tabler/icons-react';
import type { TestId } from '../../shared/test-ids.ts';
import classes from './StatusBadge.module.css';

const TONES = {
  good: IconCircleCheck,
  pending: IconClockExclamation,
  warn: IconAlertTriangle,
  bad: IconAlertTriangle,
  firing: IconFlame,
  neutral: IconCircleDashed,
  info: IconInfoCircle,
  muted: IconBellOff,
} as const;

export type StatusTone = keyof typeof TONES;

interface StatusBadgeProps {
  readonly tone: StatusTone;
  readonly children: string;
  readonly testId?: TestId;
}

/** A state by icon, colour and text: colour is never the only signal. */
export function StatusBadge({ tone, children, testId }: StatusBadgeProps) {
  const Icon = TONES[tone];
  return (
    <span className={classes.badge} data-tone={tone} data-testid={testId}>
      <Icon size={13} stroke={2} aria-hidden />
      {children}
    </span>
  );
}
