package dev.hawser.server.playground.cluster.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The way from addresses outside of a namespace to the same addresses inside: one Unix domain socket for each, in a
 * folder that both sides know. Ports that are chosen by the machine are chosen outside, where they must be free.
 */
public final class Passage implements AutoCloseable {

    private static final String ADDRESSES = "addresses";

    private final List<InetSocketAddress> addresses;
    private final List<Relay> relays;

    private Passage(List<InetSocketAddress> addresses, List<Relay> relays) {
        this.addresses = List.copyOf(addresses);
        this.relays = List.copyOf(relays);
    }

    /**
     * Opens the outer end: connections are accepted from now on, and closed until the inner end is there.
     *
     * @param folder nobody else's
     * @throws IOException when an address is taken
     */
    public static Passage openOutside(Path folder, List<InetSocketAddress> wanted) throws IOException {
        List<InetSocketAddress> addresses = new ArrayList<>();
        List<Relay> relays = new ArrayList<>();
        try {
            for (InetSocketAddress address : wanted) {
                ServerSocketChannel server = listen(address);
                relays.add(Relay.start(server, socket(folder, relays.size())));
                addresses.add((InetSocketAddress) server.getLocalAddress());
            }
            Files.write(
                    folder.resolve(ADDRESSES),
                    addresses.stream()
                            .map(address -> address.getAddress().getHostAddress() + " " + address.getPort())
                            .toList());
            return new Passage(addresses, relays);
        } catch (IOException e) {
            close(relays);
            throw e;
        }
    }

    private static ServerSocketChannel listen(InetSocketAddress address) throws IOException {
        try {
            return Relay.listen(address);
        } catch (IOException e) {
            String name = address.getAddress().getHostAddress() + ":" + address.getPort();
            throw new IOException(
                    name + " cannot be listened at: " + e.getMessage() + " (expected: a free address)", e);
        }
    }

    /** Opens the inner end of the passage whose outer end has this folder. */
    public static Passage openInside(Path folder) throws IOException {
        List<InetSocketAddress> addresses = new ArrayList<>();
        List<Relay> relays = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(folder.resolve(ADDRESSES))) {
                String[] words = line.split(" ", -1);
                InetAddress host = InetAddress.ofLiteral(words[0]);
                int port = Integer.parseInt(words[1]);
                InetAddress reached = host.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : host;
                relays.add(
                        Relay.start(Relay.listen(socket(folder, relays.size())), new InetSocketAddress(reached, port)));
                addresses.add(new InetSocketAddress(host, port));
            }
            return new Passage(addresses, relays);
        } catch (IOException e) {
            close(relays);
            throw e;
        }
    }

    private static UnixDomainSocketAddress socket(Path folder, int index) {
        return UnixDomainSocketAddress.of(folder.resolve(index + ".sock"));
    }

    /** The addresses in the order in which they were wanted, with their ports. */
    public List<InetSocketAddress> addresses() {
        return addresses;
    }

    @Override
    public void close() throws IOException {
        close(relays);
    }

    private static void close(List<Relay> relays) throws IOException {
        for (Relay relay : relays) {
            relay.close();
        }
    }
}
