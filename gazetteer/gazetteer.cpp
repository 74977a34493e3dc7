#include "gazetteer/gazetteer.hpp"

#include "base/error.hpp"
#include "base/unicode.hpp"
#include "gazetteer/near_keys.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace cityweave::gazetteer {

namespace {

constexpr double micro = 1e-6;

[[noreturn]] void damaged(const char* what) {
    throw base::FormatError(std::string("gazetteer file is damaged: ") + what);
}

template <std::size_t N>
std::string padded_text(const std::array<char, N>& text) {
    return {text.begin(), std::find(text.begin(), text.end(), '\0')};
}

} // namespace

template <class Record>
std::span<const Record> Gazetteer::section(Section which) const {
    const auto payload = file_.payload();
    Header header{};
    std::memcpy(&header, payload.data(), sizeof header);
    const auto span = header.sections[static_cast<std::size_t>(which)];
    if (span.offset % 8 != 0 || span.offset > payload.size() || span.count > (payload.size() - span.offset) / sizeof(Record))
        damaged("a section lies outside the file");
    return {reinterpret_cast<const Record*>(payload.data() + span.offset), static_cast<std::size_t>(span.count)};
}

Gazetteer::Gazetteer(base::CompiledFile file) : file_(std::move(file)) {
    if (file_.payload().size() < sizeof(Header)) damaged("no header");
    const auto bytes = section<char>(Section::text);
    text_ = std::string_view(bytes.data(), bytes.size());
    places_ = section<PlaceRecord>(Section::places);
    keys_ = section<KeyRecord>(Section::keys);
    postings_ = section<Posting>(Section::postings);
    place_names_ = section<std::uint32_t>(Section::place_names);
    ranges_ = section<CountryRange>(Section::country_ranges);
    forward_ = section<std::uint32_t>(Section::country_forward);
    backward_ = section<std::uint32_t>(Section::country_backward);
    forward_common_ = section<std::uint8_t>(Section::forward_common);
    backward_common_ = section<std::uint8_t>(Section::backward_common);
    forward_letters_ = section<std::uint8_t>(Section::forward_letters);
    backward_letters_ = section<std::uint8_t>(Section::backward_letters);
    slots_ = section<std::uint32_t>(Section::key_slots);
    if (keys_.empty()) damaged("no names");
    for (const auto size :
         {backward_.size(), forward_common_.size(), backward_common_.size(), forward_letters_.size(), backward_letters_.size()})
        if (size != forward_.size()) damaged("orders of different length");
    for (std::size_t t = 0; t < table_count; ++t)
        tables_.at(t) = section<TextPair>(static_cast<Section>(static_cast<std::size_t>(Section::words) + t));
    pair_slots_ = section<std::uint32_t>(Section::pair_slots);
    if (!std::has_single_bit(pair_slots_.size())) damaged("the table of words has an odd size");
    if (!std::has_single_bit(slots_.size())) damaged("the table of keys has an odd size");
}

Gazetteer Gazetteer::open(const std::filesystem::path& path, base::Checksum checksum) {
    return Gazetteer(base::CompiledFile::open(path, gazetteer_format, checksum));
}

std::string_view Gazetteer::text(TextRef ref) const {
    if (ref.offset > text_.size() || ref.length > text_.size() - ref.offset) damaged("a text lies outside the file");
    return text_.substr(ref.offset, ref.length);
}

const PlaceRecord& Gazetteer::record(std::uint32_t index) const {
    if (index >= places_.size()) damaged("a name points to no place");
    return places_[index];
}

GazetteerPlace Gazetteer::place_at(std::uint32_t index) const {
    const auto& r = record(index);
    return {.geonameid = r.geonameid,
            .name = std::string(text(r.name)),
            .country = std::string(r.country.data(), r.country.size()),
            .admin1 = padded_text(r.admin1),
            .feature = padded_text(r.feature),
            .position = geo::LonLat::wrapped({.lon = r.lon * micro, .lat = r.lat * micro}),
            .population = r.population};
}

std::optional<std::uint32_t> Gazetteer::index_of(std::uint64_t geonameid) const {
    const auto found = std::lower_bound(places_.begin(), places_.end(), geonameid,
                                        [](const PlaceRecord& r, std::uint64_t id) { return r.geonameid < id; });
    if (found == places_.end() || found->geonameid != geonameid) return std::nullopt;
    return static_cast<std::uint32_t>(found - places_.begin());
}

std::optional<GazetteerPlace> Gazetteer::place(std::uint64_t geonameid) const {
    const auto index = index_of(geonameid);
    return index ? std::optional(place_at(*index)) : std::nullopt;
}

std::vector<std::string> Gazetteer::names(std::uint64_t geonameid) const {
    const auto index = index_of(geonameid);
    if (!index) return {};
    const std::size_t first = places_[*index].first_name;
    const std::size_t last = *index + std::size_t{1} < places_.size() ? places_[*index + std::size_t{1}].first_name : place_names_.size();
    if (first > last || last > place_names_.size()) damaged("a place's names lie outside the file");
    std::vector<std::string> names;
    for (const auto posting : place_names_.subspan(first, last - first)) {
        if (posting >= postings_.size()) damaged("a place's name lies outside the file");
        if (postings_[posting].kind == NameKind::area) continue;
        std::string name(text(postings_[posting].name));
        if (name != text(places_[*index].name) && std::find(names.begin(), names.end(), name) == names.end())
            names.push_back(std::move(name));
    }
    return names;
}

std::string_view Gazetteer::key_text(std::uint32_t key_index) const {
    if (key_index + std::size_t{1} >= keys_.size()) damaged("a key index is too large");
    return text(keys_[key_index].text);
}

std::size_t Gazetteer::lower_key(std::string_view folded) const {
    const auto keys = keys_.first(keys_.size() - 1);
    const auto found =
        std::lower_bound(keys.begin(), keys.end(), folded, [this](const KeyRecord& k, std::string_view t) { return text(k.text) < t; });
    return static_cast<std::size_t>(found - keys.begin());
}

std::vector<NamedPlace> Gazetteer::named_at(std::uint32_t key_index) const {
    if (key_index + std::size_t{1} >= keys_.size()) damaged("a key index is too large");
    const std::size_t first = keys_[key_index].first_posting;
    const std::size_t last = keys_[key_index + std::size_t{1}].first_posting;
    if (first > last || last > postings_.size()) damaged("postings lie outside the file");
    std::vector<NamedPlace> found;
    found.reserve(last - first);
    for (const auto& p : postings_.subspan(first, last - first)) found.push_back({.index = p.place, .kind = p.kind, .name = text(p.name)});
    return found;
}

std::optional<std::uint32_t> Gazetteer::key_of(std::string_view folded) const {
    auto slot = key_hash(folded) & (slots_.size() - 1);
    for (std::size_t tried = 0; tried < slots_.size() && slots_[slot] != 0; ++tried) {
        const auto key = slots_[slot] - 1;
        if (key_text(key) == folded) return key;
        slot = (slot + 1) & (slots_.size() - 1);
    }
    return std::nullopt;
}

std::vector<NamedPlace> Gazetteer::named(std::string_view folded) const {
    const auto key = key_of(folded);
    return key ? named_at(*key) : std::vector<NamedPlace>();
}

std::vector<NamedPlace> Gazetteer::named_exactly(std::string_view name) const {
    auto found = named(base::fold_for_search(name));
    const auto exact = base::fold_exact(name);
    std::erase_if(found, [&](const NamedPlace& p) { return base::fold_exact(p.name) != exact; });
    return found;
}

bool Gazetteer::has_prefix(std::string_view folded_prefix) const {
    const auto at = lower_key(folded_prefix);
    return at + 1 < keys_.size() && text(keys_[at].text).starts_with(folded_prefix);
}

std::vector<NamedPlace> Gazetteer::named_from(std::string_view folded_prefix, std::size_t limit) const {
    std::vector<NamedPlace> found;
    for (auto at = lower_key(folded_prefix); at + 1 < keys_.size() && found.size() < limit; ++at) {
        if (!text(keys_[at].text).starts_with(folded_prefix)) break;
        for (const auto& p : named_at(static_cast<std::uint32_t>(at)))
            if (found.size() < limit) found.push_back(p);
    }
    return found;
}

template <class Record>
std::span<const Record> Gazetteer::of_country(std::span<const Record> order, std::string_view country) const {
    const auto code = [](const CountryRange& r) { return std::string_view(r.country.data(), 2); };
    const auto found =
        std::lower_bound(ranges_.begin(), ranges_.end(), country, [&](const CountryRange& r, std::string_view c) { return code(r) < c; });
    if (found == ranges_.end() || code(*found) != country) return {};
    if (found->first > order.size() || found->count > order.size() - found->first) damaged("a country lies outside the file");
    return order.subspan(found->first, found->count);
}

std::span<const std::uint32_t> Gazetteer::beginning_with(std::string_view country, std::string_view prefix) const {
    const auto order = of_country(forward_, country);
    const auto first =
        std::lower_bound(order.begin(), order.end(), prefix, [&](std::uint32_t k, std::string_view p) { return key_text(k) < p; });
    const auto last = std::partition_point(first, order.end(), [&](std::uint32_t k) { return key_text(k).starts_with(prefix); });
    return order.subspan(static_cast<std::size_t>(first - order.begin()), static_cast<std::size_t>(last - first));
}

std::vector<std::uint32_t> Gazetteer::keys_from(std::string_view folded_prefix, std::string_view country, std::size_t limit) const {
    if (!country.empty()) {
        const auto slice = beginning_with(country, folded_prefix);
        const auto taken = slice.first(std::min(limit, slice.size()));
        return {taken.begin(), taken.end()};
    }
    std::vector<std::uint32_t> found;
    for (auto at = lower_key(folded_prefix); at + 1 < keys_.size() && found.size() < limit; ++at) {
        if (!text(keys_[at].text).starts_with(folded_prefix)) break;
        found.push_back(static_cast<std::uint32_t>(at));
    }
    return found;
}

std::vector<NearKey> Gazetteer::near_keys(std::string_view folded, std::string_view country, int edits) const {
    std::vector<NearKey> found;
    if (folded.size() < 2 || edits < 1) return found;
    const auto limit = static_cast<std::size_t>(edits);
    const auto half = folded.size() / 2;
    const auto collect = [&](std::string_view from, std::size_t first_half, const WalkedTexts& texts) {
        walk_near(
            {.text = from, .limit = limit, .half = first_half}, texts, [&](std::uint32_t k) { return key_text(k); },
            [&](std::size_t i, std::size_t distance) {
                const auto k = texts.order[i];
                if (distance > 0) found.push_back({.key = key_text(k), .key_index = k, .edits = static_cast<int>(distance)});
            });
    };
    const std::string reversed(folded.rbegin(), folded.rend());
    collect(folded, half,
            {.order = of_country(forward_, country),
             .common = of_country(forward_common_, country),
             .letters = of_country(forward_letters_, country)});
    collect(reversed, folded.size() - half,
            {.order = of_country(backward_, country),
             .common = of_country(backward_common_, country),
             .letters = of_country(backward_letters_, country),
             .backward = true});
    std::sort(found.begin(), found.end(),
              [](const NearKey& a, const NearKey& b) { return a.edits != b.edits ? a.edits < b.edits : a.key_index < b.key_index; });
    found.erase(std::unique(found.begin(), found.end(), [](const NearKey& a, const NearKey& b) { return a.key_index == b.key_index; }),
                found.end());
    return found;
}

std::vector<std::string> Gazetteer::countries() const {
    std::vector<std::string> codes;
    for (const auto& r : ranges_) codes.emplace_back(r.country.data(), 2);
    return codes;
}

/// Position of the key's first pair, or the number of pairs.
std::size_t Gazetteer::first_pair(Section which, std::string_view key) const {
    const auto pairs = table(which);
    std::size_t before = 0;
    for (std::size_t t = 0; t < table_number(which); ++t) before += tables_.at(t).size();
    auto slot = pair_hash(which, key) & (pair_slots_.size() - 1);
    for (std::size_t tried = 0; tried < pair_slots_.size() && pair_slots_[slot] != 0; ++tried) {
        const std::size_t at = pair_slots_[slot] - std::size_t{1} - before; // of an earlier table: beyond all sizes
        if (at < pairs.size() && pairs[at].key.length == key.size() && text(pairs[at].key) == key) return at;
        slot = (slot + 1) & (pair_slots_.size() - 1);
    }
    return pairs.size();
}

std::vector<std::string_view> Gazetteer::values(Section which, std::string_view key) const {
    const auto pairs = table(which);
    std::vector<std::string_view> found;
    for (auto at = first_pair(which, key); at < pairs.size() && text(pairs[at].key) == key; ++at) found.push_back(text(pairs[at].value));
    return found;
}

std::pair<std::string_view, std::string_view> Gazetteer::pair_at(Section which, std::size_t i) const {
    const auto& pair = table(which)[i];
    return {text(pair.key), text(pair.value)};
}

} // namespace cityweave::gazetteer
