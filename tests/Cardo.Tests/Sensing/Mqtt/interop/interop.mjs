// A client of another make against the listener: every QoS, both versions, TCP and WebSocket.
//   node interop.mjs MQTT-PORT HTTP-PORT
// Prints one line for each way that works, and ends with 1 at the first that does not.
import mqtt from 'mqtt';

const [mqttPort, httpPort] = process.argv.slice(2);
const addresses = [`mqtt://127.0.0.1:${mqttPort}`, `ws://127.0.0.1:${httpPort}/mqtt`];
const limit = setTimeout(() => fail('nothing more came for 30 s'), 30_000);

function fail(why) {
  console.error(why);
  process.exit(1);
}

function expect(what, got, wanted) {
  if (JSON.stringify(got) !== JSON.stringify(wanted)) fail(`${what}: got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`);
}

function gather(client, count) {
  return new Promise((resolve) => {
    const got = [];
    client.on('message', (topic, payload, packet) => {
      got.push(`${topic} ${payload} q${packet.qos}${packet.retain ? ' retained' : ''}`);
      if (got.length === count) resolve(got);
    });
  });
}

async function way(address, protocolVersion) {
  const name = `${address.split(':')[0]}-${protocolVersion}`;
  const connect = (clientId, more = {}) => mqtt.connectAsync(address, { protocolVersion, clientId: `${name}-${clientId}`, reconnectPeriod: 0, ...more });
  const listener = await connect('listener');
  const sender = await connect('sender');
  const three = gather(listener, 3);
  await listener.subscribeAsync(`${name}/+/x`, { qos: 2 });
  for (const qos of [0, 1, 2]) await sender.publishAsync(`${name}/${qos}/x`, `p${qos}`, { qos });
  expect('messages', (await three).sort(), [0, 1, 2].map((q) => `${name}/${q}/x p${q} q${q}`));

  await sender.publishAsync(`${name}/kept`, 'k', { qos: 1, retain: true });
  const late = await connect('late');
  const kept = gather(late, 1);
  await late.subscribeAsync(`${name}/kept`, { qos: 1 });
  expect('retained', await kept, [`${name}/kept k q1 retained`]);

  const will = gather(listener, 4).catch(fail);
  const last = new Promise((resolve) => listener.on('message', (topic) => topic === `${name}/will/x` && resolve()));
  const vanishing = await connect('vanishing', { will: { topic: `${name}/will/x`, payload: 'w', qos: 1, retain: false } });
  vanishing.stream.destroy();
  await last;
  void will;

  const large = new Promise((resolve) => listener.on('message', (topic, payload) => topic === `${name}/large/x` && resolve(payload.length)));
  await sender.publishAsync(`${name}/large/x`, Buffer.alloc(200_000, 1), { qos: 1 });
  expect('a large payload', await large, 200_000);
  if (protocolVersion === 5) await fifth(name, connect, sender);
  await Promise.all([listener, sender, late].map((c) => c.endAsync()));
  console.log(`${name} ok`);
}

async function fifth(name, connect, sender) {
  const lasting = { clean: false, properties: { sessionExpiryInterval: 60 } };
  const away = await connect('away', lasting);
  await away.subscribeAsync(`${name}/away`, { qos: 1, properties: { subscriptionIdentifier: 5 } });
  await away.endAsync();
  await sender.publishAsync(`${name}/away`, 'a', { qos: 1, properties: { contentType: 'text/plain', userProperties: { k: 'v' } } });
  const packet = await new Promise((resolve) => {
    const back = mqtt.connect(addresses[0], { protocolVersion: 5, clientId: `${name}-away`, reconnectPeriod: 0, ...lasting });
    back.on('message', (_t, _p, got) => back.end(false, () => resolve(got)));
  });
  expect('what waited', [packet.payload.toString(), packet.properties.contentType, packet.properties.userProperties.k, packet.properties.subscriptionIdentifier], ['a', 'text/plain', 'v', 5]);
  const refused = await sender.publishAsync('forbidden/x', 'x', { qos: 1 }).then(() => 'taken', (e) => e.code);
  expect('a refusal', refused, 0x87);
}

for (const address of addresses) for (const version of [4, 5]) await way(address, version).catch((e) => fail(`${address} ${version}: ${e.stack ?? e}`));
clearTimeout(limit);
process.exit(0);
