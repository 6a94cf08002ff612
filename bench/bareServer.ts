import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from './child.ts';

/** What any server on `node:http` must do: read the body, then answer bytes it has ready. */
const { headers, body } = JSON.parse(process.argv[2] ?? '') as {
  headers: Record<string, string>;
  body: string;
};
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    response.writeHead(200, headers);
    response.end(body);
  });
});
server.listen(0, '127.0.0.1', () => serve({ port: (server.address() as AddressInfo).port }));
