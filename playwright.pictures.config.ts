import { defineConfig } from '@playwright/test';
import config from './playwright.config.ts';

// Pictures of the window for a person to look at: npm run screenshots takes them; npm test has no use for them.
export default defineConfig(config, { testMatch: '*.pictures.ts', timeout: 600_000 });
