// Which names of networks mean the same network. Knows no places' names and no pages.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

namespace cityweave::ingest {

/// What equal networks and clusters are recognised by: the slug without hyphens. "Cities@Heart", "CITIES AT HEART".
[[nodiscard]] std::string identity_key(const std::string& name);

/// A network as sources spell it.
struct Spelling {
    std::string key;                ///< identity_key of its name
    std::set<std::uint64_t> places; ///< of its partners
};

/// Whether one is the other with a typing error: names of eight letters or more, one letter apart and not at the end (a
/// second edition ends otherwise), the same digits, and two shared places or more, at least half of the smaller's.
[[nodiscard]] bool is_misspelt(const Spelling& a, const Spelling& b);

/// For each misspelt key the key it stands for: the one of `known` if only one is, else the one of lower `order`. `order`
/// holds every key. Linear in the keys' number but for those that look alike.
[[nodiscard]] std::map<std::string, std::string> misspelt_keys(const std::map<std::string, Spelling>& spellings,
                                                               const std::set<std::string>& known,
                                                               const std::map<std::string, std::size_t>& order);

} // namespace cityweave::ingest
