package dev.hawser.proxy.http.exchange;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** The peers whose X-Forwarded and X-Real-IP fields are believed: Kong's {@code trusted_ips}. Immutable. */
public final class TrustedAddresses {

    /** Nobody is trusted. */
    public static final TrustedAddresses NONE = new TrustedAddresses(List.of());

    private final List<IpSubnetFilterRule> rules;

    private TrustedAddresses(List<IpSubnetFilterRule> rules) {
        this.rules = List.copyOf(rules);
    }

    /**
     * Reads addresses and CIDR blocks.
     *
     * @throws IllegalArgumentException if one of them is neither
     */
    public static TrustedAddresses parse(List<String> blocks) {
        List<IpSubnetFilterRule> rules = new ArrayList<>(blocks.size());
        for (String block : blocks) {
            rules.add(parse(block.trim()));
        }
        return new TrustedAddresses(rules);
    }

    private static IpSubnetFilterRule parse(String block) {
        int slash = block.indexOf('/');
        String address = slash < 0 ? block : block.substring(0, slash);
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes != null) {
            try {
                int bits = slash < 0 ? bytes.length * 8 : Integer.parseInt(block.substring(slash + 1));
                return new IpSubnetFilterRule(address, bits, IpFilterRuleType.ACCEPT);
            } catch (IllegalArgumentException _) {
                // The number of bits is none or out of range: told below.
            }
        }
        throw new IllegalArgumentException("trusted_ips: " + block + " (expected: an address or a CIDR block)");
    }

    /** Whether the peer is one of them. */
    boolean contains(InetSocketAddress peer) {
        for (IpSubnetFilterRule rule : rules) {
            if (rule.matches(peer)) {
                return true;
            }
        }
        return false;
    }
}
