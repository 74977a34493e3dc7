#include "atlas/pg_address.hpp"

#include "base/error.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cityweave::atlas {

namespace {

struct Parts {
    std::string_view scheme; ///< with "://"
    std::string_view hosts;  ///< with ports
    std::string_view path;   ///< with "/"; may be empty
    bool readable;
};

bool are_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// "a:5432,[::1]:5433,b": what stands behind a host's colon is its port.
bool have_ports(std::string_view hosts) {
    while (!hosts.empty()) {
        const auto host = hosts.substr(0, hosts.find(','));
        hosts.remove_prefix(std::min(hosts.size(), host.size() + 1));
        const auto behind_literal = host.starts_with('[') ? host.find(']') : 0;
        if (behind_literal == std::string_view::npos) return false;
        const auto colon = host.find(':', behind_literal);
        if (colon != std::string_view::npos && !are_digits(host.substr(colon + 1))) return false;
    }
    return true;
}

/// As the library takes it apart: a user name and password are what stands before the first @, if no / comes before it.
Parts parts_of(std::string_view address) {
    const auto begin = address.find("://") + 3;
    auto rest = address.substr(begin);
    if (const auto mark = rest.find_first_of("@/"); mark != std::string_view::npos && rest[mark] == '@') rest.remove_prefix(mark + 1);
    const bool another = rest.find('@') != std::string_view::npos;
    const auto shown = rest.substr(0, rest.find('?'));
    const auto hosts = shown.substr(0, shown.find('/'));
    return {
        .scheme = address.substr(0, begin), .hosts = hosts, .path = shown.substr(hosts.size()), .readable = !another && have_ports(hosts)};
}

} // namespace

bool is_database_address(std::string_view address) {
    return address.starts_with("postgresql://") || address.starts_with("postgres://");
}

std::string shown_address(std::string_view address) {
    const auto parts = parts_of(address);
    return parts.readable ? fmt::format("{}{}{}", parts.scheme, parts.hosts, parts.path) : fmt::format("{}…", parts.scheme);
}

void require_readable(std::string_view address) {
    if (!parts_of(address).readable)
        throw base::ConfigError(
            fmt::format("{}: cannot be read as the address of a database; expected postgresql://HOST:PORT/DATABASE, and "
                        "the at sign, slash and colon of a name or password written as %40, %2F, %3A",
                        shown_address(address)));
}

} // namespace cityweave::atlas
