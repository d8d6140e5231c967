import 'react';
import type { TestId } from '../shared/test-ids.ts';

declare module 'react' {
  interface HTMLAttributes<T> {
    'data-testid'?: TestId | undefined;
  }
}
