import { testIds } from '../../src/shared/test-ids.ts';
import { expect, test } from './fixtures/app.ts';
import { ConsolePage } from './pages/console.ts';

const { environments } = testIds;

test('the form warns where a credential would travel in the clear', async ({ launchApp }) => {
  const { page } = await launchApp();
  const console = new ConsolePage(page);
  await console.ready();
  await console.endpointForm.open();
  await console.endpointForm.fillUrl('http://shop.invalid/metrics');
  await console.endpointForm.chooseAuth('API key header');
  await expect(page.getByTestId(environments.endpointHeaderName)).toBeVisible();
  await expect(page.getByTestId(environments.endpointUnencrypted)).toBeVisible();
  await console.endpointForm.fillUrl('https://shop.invalid/metrics');
  await expect(page.getByTestId(environments.endpointUnencrypted)).toHaveCount(0);
});
