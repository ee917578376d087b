package dev.hawser.proxy.http.exchange;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** The peers that are believed when they speak of clients: Kong's {@code trusted_ips}. Immutable. */
public final class TrustedAddresses {

    /** Nobody is trusted. */
    public static final TrustedAddresses NONE = new TrustedAddresses(List.of());

    private final List<IpSubnetFilterRule> rules;

    private TrustedAddresses(List<IpSubnetFilterRule> rules) {
        this.rules = List.copyOf(rules);
    }

    /**
     * Reads addresses, CIDR blocks, and {@code unix:}, which trusts those who come by a Unix socket: nobody, for there is no
     * such listener.
     *
     * @param setting the name of the setting, for messages
     * @throws IllegalArgumentException if one of them is none of these
     */
    public static TrustedAddresses parse(String setting, List<String> blocks) {
        List<IpSubnetFilterRule> rules = new ArrayList<>(blocks.size());
        for (String block : blocks) {
            if (!block.trim().equals("unix:")) {
                rules.add(parse(setting, block.trim()));
            }
        }
        return rules.isEmpty() ? NONE : new TrustedAddresses(rules);
    }

    private static IpSubnetFilterRule parse(String setting, String block) {
        int slash = block.indexOf('/');
        String address = slash < 0 ? block : block.substring(0, slash);
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes != null && (slash < 0 || block.substring(slash + 1).matches("\\d{1,3}"))) {
            try {
                int bits = slash < 0 ? bytes.length * 8 : Integer.parseInt(block.substring(slash + 1));
                return new IpSubnetFilterRule(address, bits, IpFilterRuleType.ACCEPT);
            } catch (IllegalArgumentException _) {
                // The number of bits is out of range: told below.
            }
        }
        throw new IllegalArgumentException(
                setting + ": " + block + " (expected: an address, a CIDR block as in 10.0.0.0/8, or unix:)");
    }

    /** Whether the peer is one of them. */
    boolean contains(InetAddress peer) {
        InetSocketAddress address = new InetSocketAddress(peer, 0);
        for (IpSubnetFilterRule rule : rules) {
            if (rule.matches(address)) {
                return true;
            }
        }
        return false;
    }
}
