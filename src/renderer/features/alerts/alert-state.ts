import type { AlertState } from '../../../shared/domain/alert.ts';
import type { StatusTone } from '../../ui/StatusBadge.tsx';

export const ALERT_TONES: Record<AlertState, StatusTone> = {
  inactive: 'neutral',
  pending: 'pending',
  firing: 'firing',
  resolved: 'good',
};

export const ALERT_STATE_NAMES: Record<AlertState, string> = {
  inactive: 'Inactive',
  pending: 'Pending',
  firing: 'Firing',
  resolved: 'Resolved',
};
