// The Gmail API emulator of npm's @emulators/google on loopback: node server.mjs PORT
// Tokens token-0, token-1, ... belong to user0@example.test, user1@example.test, ...; one each, because it counts
// requests by token.
import { webcrypto } from "node:crypto";

globalThis.crypto ??= webcrypto; // Debian 12's Node 18 keeps it elsewhere, and the emulator's tokens need it
const { createServer, serve } = await import("@emulators/core");
const { googlePlugin, seedFromConfig } = await import("@emulators/google");

const port = Number(process.argv[2]);
const baseUrl = `http://127.0.0.1:${port}`;
const users = Array.from({ length: 1000 }, (_, number) => `user${number}@example.test`);
const tokens = Object.fromEntries(
  users.map((login, id) => [`token-${id}`, { login, id, scopes: ["https://www.googleapis.com/auth/gmail.modify"] }]),
);
const { app, store } = createServer(googlePlugin, { port, baseUrl, tokens });
googlePlugin.seed?.(store, baseUrl);
// Only a few may sign in: its page shows a button for each.
seedFromConfig(store, baseUrl, { users: users.slice(0, 20).map((email) => ({ email, name: email })) });

// It lacks users.getProfile (0.11.2); here it is, made of its own answers.
app.get("/gmail/v1/users/me/profile", async (c) => {
  const headers = { authorization: c.req.header("authorization") ?? "" };
  const history = await app.request("/gmail/v1/users/me/history?startHistoryId=99999999999999999999999", { headers });
  if (history.status !== 200) return history;
  const { historyId } = await history.json();
  return c.json({ emailAddress: c.get("authUser").login, historyId });
});

serve({ fetch: app.fetch, port, hostname: "127.0.0.1" }, () => console.log("listening"));
