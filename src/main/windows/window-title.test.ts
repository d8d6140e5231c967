import { describe, expect, it } from 'vitest';
import {
  DEFAULT_ENVIRONMENT_LIMITS,
  DEFAULT_RETENTION,
  type Environment,
  type EnvironmentKind,
  NO_SERVERS,
} from '../../shared/domain/environment.ts';
import { windowTitle } from './window-title.ts';

function environment(kind: EnvironmentKind): Environment {
  return {
    id: 'shop',
    name: 'Shop',
    kind,
    endpoints: [],
    ...NO_SERVERS,
    ruleFiles: [],
    retention: DEFAULT_RETENTION,
    limits: DEFAULT_ENVIRONMENT_LIMITS,
    demo: false,
  };
}

describe('the title of a window', () => {
  it('names the environment and the page, production by its word', () => {
    expect(windowTitle(environment('staging'), 'Shop — Explore')).toBe('Shop — Explore');
    expect(windowTitle(environment('production'), 'Shop — Alerts')).toBe('[PRODUCTION] Shop — Alerts');
    expect(windowTitle(null, 'Sextant')).toBe('Sextant');
  });

  it('takes no words from the page but the names of pages', () => {
    expect(windowTitle(environment('production'), 'Development — all is well')).toBe(
      '[PRODUCTION] Shop — Sextant',
    );
  });
});
