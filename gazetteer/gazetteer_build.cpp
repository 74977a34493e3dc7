#include "gazetteer/gazetteer_build.hpp"

#include "base/unicode.hpp"
#include "gazetteer/gazetteer_format.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <map>
#include <numeric>
#include <set>
#include <span>
#include <tuple>
#include <unordered_map>

namespace cityweave::gazetteer {

namespace {

struct SourceRow {
    PlaceRecord record{};
    std::string_view name;
    std::string_view ascii;
    std::string_view alternates;
};

struct Name {
    std::uint32_t place;
    NameKind kind;
    std::string text;
    std::string key;
};

/// Columns of GeoNames' table, as its readme numbers them from zero.
enum Column : std::size_t {
    id,
    name,
    ascii_name,
    alternate_names,
    latitude,
    longitude,
    feature_class,
    feature,
    country,
    cc2,
    admin1,
    admin2,
    admin3,
    admin4,
    population,
    used_columns
};

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (std::size_t begin = 0;;) {
        const auto end = text.find(separator, begin);
        parts.push_back(text.substr(begin, end - begin));
        if (end == std::string_view::npos) return parts;
        begin = end + 1;
    }
}

template <class Number>
bool read_number(std::string_view text, Number& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size();
}

template <std::size_t N>
void copy_padded(std::string_view text, std::array<char, N>& field) {
    std::copy_n(text.begin(), std::min(N, text.size()), field.begin());
}

bool read_row(std::string_view line, SourceRow& row) {
    const auto columns = split(line, '\t');
    if (columns.size() < used_columns) return false;
    double lat = 0, lon = 0;
    auto& r = row.record;
    if (!read_number(columns[id], r.geonameid) || !read_number(columns[latitude], lat) || !read_number(columns[longitude], lon))
        return false;
    if (!(std::abs(lat) <= 90) || !(std::abs(lon) <= 180) || columns[country].size() != 2 || columns[name].empty()) return false;
    if (!read_number(columns[population], r.population)) r.population = 0;
    r.lat = static_cast<std::int32_t>(std::lround(lat * 1e6));
    r.lon = static_cast<std::int32_t>(std::lround(lon * 1e6));
    copy_padded(columns[country], r.country);
    copy_padded(columns[feature], r.feature);
    copy_padded(columns[admin1], r.admin1);
    row.name = columns[name];
    row.ascii = columns[ascii_name];
    row.alternates = columns[alternate_names];
    return true;
}

std::vector<SourceRow> read_rows(std::string_view table, base::Report& report) {
    std::vector<SourceRow> rows;
    int line_number = 0;
    for (const auto line : split(table, '\n')) {
        ++line_number;
        if (line.empty()) continue;
        SourceRow row;
        if (read_row(line, row))
            rows.push_back(row);
        else
            report.add({.code = "gazetteer-row",
                        .line = line_number,
                        .found = std::string(line.substr(0, 60)),
                        .expected = "a row of GeoNames' table"});
    }
    std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.record.geonameid < b.record.geonameid; });
    const auto same = [](const auto& a, const auto& b) { return a.record.geonameid == b.record.geonameid; };
    rows.erase(std::unique(rows.begin(), rows.end(), same), rows.end());
    return rows;
}

/// Scripts that pages of Europe and its neighbours are written in: Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic,
/// Georgian, and general punctuation.
bool used_in_europe(std::string_view text) {
    const auto points = base::code_points(text);
    return std::all_of(points.begin(), points.end(), [](char32_t c) {
        return c < 0x0700 || (c >= 0x10A0 && c <= 0x10FF) || (c >= 0x1C90 && c <= 0x1CBF) || (c >= 0x1D00 && c <= 0x206F) ||
               (c >= 0x2C60 && c <= 0x2C7F) || (c >= 0xA720 && c <= 0xA7FF) || (c >= 0xFB00 && c <= 0xFDFF);
    });
}

/// "LYS", "CDG": GeoNames lists codes of airports among the names.
bool airport_code(std::string_view text) {
    return text.size() <= 3 && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

void add_name(std::vector<Name>& names, std::uint32_t place, NameKind kind, std::string_view text) {
    auto key = base::fold_for_search(text);
    if (key.empty() || key.size() > 100 || text.size() > 200) return;
    for (const auto& known : names)
        if (known.key == key && known.text == text) return;
    names.push_back({.place = place, .kind = kind, .text = base::nfc(text), .key = std::move(key)});
}

/// What our own lists add to a row.
using MoreNames = std::vector<std::pair<NameKind, std::string>>;

/// All names of one row. A name in plain letters beside the same name with diacritics says nothing more.
std::vector<Name> names_of(const SourceRow& row, std::uint32_t place, const MoreNames& more) {
    std::vector<Name> names;
    add_name(names, place, NameKind::main, row.name);
    if (row.ascii != row.name) add_name(names, place, NameKind::ascii, row.ascii);
    for (const auto alternate : split(row.alternates, ','))
        if (!airport_code(alternate) && used_in_europe(alternate)) add_name(names, place, NameKind::alternate, alternate);
    for (const auto& [kind, name] : more) add_name(names, place, kind, name);
    std::set<std::string> with_marks;
    const auto plain = [](std::string_view text) {
        return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    };
    for (const auto& n : names)
        if (!plain(n.text)) with_marks.insert(n.key);
    std::erase_if(names, [&](const Name& n) { return n.kind != NameKind::main && plain(n.text) && with_marks.contains(n.key); });
    return names;
}

/// Text stored once; slices by offset. Insertion order decides the offsets, so it must be the same in every run.
class TextPool {
public:
    TextRef add(std::string_view text) {
        const auto found = known_.find(std::string(text));
        if (found != known_.end()) return found->second;
        const TextRef ref{.offset = static_cast<std::uint32_t>(bytes_.size()), .length = static_cast<std::uint32_t>(text.size())};
        bytes_ += text;
        known_.emplace(text, ref);
        return ref;
    }
    [[nodiscard]] const std::string& bytes() const noexcept { return bytes_; }
    [[nodiscard]] std::string_view text(TextRef ref) const { return std::string_view(bytes_).substr(ref.offset, ref.length); }

private:
    std::string bytes_;
    std::unordered_map<std::string, TextRef> known_;
};

/// Collects the payload section by section.
class Payload {
public:
    Payload() : bytes_(sizeof(Header)) {}

    template <class Record>
    void add(Section which, std::span<const Record> records) {
        bytes_.resize((bytes_.size() + 7) / 8 * 8);
        header_.sections[static_cast<std::size_t>(which)] = {.offset = bytes_.size(), .count = records.size()};
        const auto raw = std::as_bytes(records);
        bytes_.insert(bytes_.end(), raw.begin(), raw.end());
    }
    [[nodiscard]] std::vector<std::byte> finish() && {
        std::memcpy(bytes_.data(), &header_, sizeof header_);
        return std::move(bytes_);
    }

private:
    Header header_{};
    std::vector<std::byte> bytes_;
};

/// Sections of cities and former places give way to towns, then the more populous goes first.
std::tuple<int, std::uint64_t> weight(const PlaceRecord& r) {
    const std::string_view feature(r.feature.data(), std::min<std::size_t>(4, r.feature.size()));
    const bool minor = feature == "PPLX" || feature == "PPLH" || feature == "PPLQ" || feature == "PPLW";
    return {minor ? 0 : 1, r.population};
}

std::vector<Name> all_names(const std::vector<SourceRow>& rows, const BuildTables& tables, base::Jobs jobs) {
    std::map<std::uint64_t, MoreNames> extra;
    for (const auto& [geonameid, text] : tables.extra_names) extra[geonameid].emplace_back(NameKind::alternate, text);
    for (const auto& [geonameid, text] : tables.seats) extra[geonameid].emplace_back(NameKind::area, text);
    const MoreNames none;
    constexpr std::size_t chunk = 2048;
    const auto chunks = base::parallel_map((rows.size() + chunk - 1) / chunk, jobs, [&](std::size_t c) {
        std::vector<Name> names;
        for (auto i = c * chunk; i < std::min(rows.size(), (c + 1) * chunk); ++i) {
            const auto more = extra.find(rows[i].record.geonameid);
            auto own = names_of(rows[i], static_cast<std::uint32_t>(i), more == extra.end() ? none : more->second);
            std::move(own.begin(), own.end(), std::back_inserter(names));
        }
        return names;
    });
    std::vector<Name> names;
    for (const auto& part : chunks) names.insert(names.end(), part.begin(), part.end());
    return names;
}

void sort_names(std::vector<Name>& names, const std::vector<SourceRow>& rows) {
    std::stable_sort(names.begin(), names.end(), [&](const Name& a, const Name& b) {
        if (a.key != b.key) return a.key < b.key;
        const auto wa = weight(rows[a.place].record), wb = weight(rows[b.place].record);
        return wa != wb ? wa > wb : a.place < b.place;
    });
}

struct Index {
    std::vector<KeyRecord> keys;
    std::vector<std::string_view> texts; ///< of keys
    std::vector<Posting> postings;
    std::vector<std::pair<std::array<char, 2>, std::uint32_t>> by_country; ///< each key once a country
};

Index make_index(const std::vector<Name>& names, const std::vector<SourceRow>& rows, TextPool& pool) {
    Index index;
    for (const auto& n : names) {
        if (index.texts.empty() || index.texts.back() != n.key) {
            index.keys.push_back(
                {.text = pool.add(n.key), .first_posting = static_cast<std::uint32_t>(index.postings.size()), .reserved = 0});
            index.texts.push_back(n.key);
        }
        index.postings.push_back({.place = n.place, .kind = n.kind, .name = pool.add(n.text)});
        index.by_country.emplace_back(rows[n.place].record.country, static_cast<std::uint32_t>(index.keys.size() - 1));
    }
    index.keys.push_back({.text = {0, 0}, .first_posting = static_cast<std::uint32_t>(index.postings.size()), .reserved = 0});
    std::sort(index.by_country.begin(), index.by_country.end());
    index.by_country.erase(std::unique(index.by_country.begin(), index.by_country.end()), index.by_country.end());
    return index;
}

/// Postings by place, so that a place can tell its names; the records learn where theirs begin.
std::vector<std::uint32_t> order_by_place(const std::vector<Posting>& postings, std::vector<PlaceRecord>& records) {
    std::vector<std::uint32_t> order(postings.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return postings[a].place < postings[b].place; });
    std::size_t next = 0;
    for (std::uint32_t place = 0; place < records.size(); ++place) {
        records[place].first_name = static_cast<std::uint32_t>(next);
        while (next < order.size() && postings[order[next]].place == place) ++next;
    }
    return order;
}

std::size_t common_beginning(std::string_view a, std::string_view b) {
    return static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
}

std::size_t common_end(std::string_view a, std::string_view b) {
    return static_cast<std::size_t>(std::mismatch(a.rbegin(), a.rend(), b.rbegin(), b.rend()).first - a.rbegin());
}

template <class Common>
std::vector<std::uint8_t> common_letters(const std::vector<CountryRange>& ranges, const std::vector<std::uint32_t>& order, Common common) {
    std::vector<std::uint8_t> counts(order.size());
    for (const auto& r : ranges)
        for (auto i = r.first + 1; i < r.first + r.count; ++i)
            counts[i] = static_cast<std::uint8_t>(std::min<std::size_t>(255, common(order[i - 1], order[i])));
    return counts;
}

void add_country_orders(const Index& index, Payload& payload) {
    std::vector<CountryRange> ranges;
    std::vector<std::uint32_t> forward;
    for (const auto& [code, key] : index.by_country) {
        if (ranges.empty() || !std::equal(code.begin(), code.end(), ranges.back().country.begin()))
            ranges.push_back({.country = {code[0], code[1], 0, 0}, .first = static_cast<std::uint32_t>(forward.size()), .count = 0});
        forward.push_back(key);
        ++ranges.back().count;
    }
    auto backward = forward;
    for (const auto& r : ranges)
        std::sort(backward.begin() + r.first, backward.begin() + r.first + r.count, [&](std::uint32_t a, std::uint32_t b) {
            const auto &ta = index.texts[a], &tb = index.texts[b];
            return std::lexicographical_compare(ta.rbegin(), ta.rend(), tb.rbegin(), tb.rend());
        });
    payload.add(Section::country_ranges, std::span<const CountryRange>(ranges));
    payload.add(Section::country_forward, std::span<const std::uint32_t>(forward));
    payload.add(Section::country_backward, std::span<const std::uint32_t>(backward));
    const auto forward_common =
        common_letters(ranges, forward, [&](auto a, auto b) { return common_beginning(index.texts[a], index.texts[b]); });
    const auto backward_common =
        common_letters(ranges, backward, [&](auto a, auto b) { return common_end(index.texts[a], index.texts[b]); });
    payload.add(Section::forward_common, std::span<const std::uint8_t>(forward_common));
    payload.add(Section::backward_common, std::span<const std::uint8_t>(backward_common));
    std::vector<std::uint8_t> forward_letters, backward_letters;
    for (std::size_t i = 0; i < forward.size(); ++i) {
        forward_letters.push_back(static_cast<std::uint8_t>(*(index.texts[forward[i]].begin() + forward_common[i])));
        backward_letters.push_back(static_cast<std::uint8_t>(*(index.texts[backward[i]].rbegin() + backward_common[i])));
    }
    payload.add(Section::forward_letters, std::span<const std::uint8_t>(forward_letters));
    payload.add(Section::backward_letters, std::span<const std::uint8_t>(backward_letters));
}

void add_key_slots(const Index& index, Payload& payload) {
    const auto keys = index.texts.size();
    std::vector<std::uint32_t> slots(std::bit_ceil(2 * keys + 1));
    for (std::size_t k = 0; k < keys; ++k) {
        auto slot = key_hash(index.texts[k]) & (slots.size() - 1);
        while (slots[slot] != 0) slot = (slot + 1) & (slots.size() - 1);
        slots[slot] = static_cast<std::uint32_t>(k + 1);
    }
    payload.add(Section::key_slots, std::span<const std::uint32_t>(slots));
}

std::vector<TextPair> pair_table(const WordPairs& words, TextPool& pool) {
    std::set<std::pair<std::string, std::string>> folded;
    for (const auto& [word, value] : words)
        if (auto key = base::fold_for_search(word); !key.empty()) folded.emplace(std::move(key), value);
    std::vector<TextPair> pairs;
    for (const auto& [key, value] : folded) pairs.push_back({.key = pool.add(key), .value = pool.add(value)});
    return pairs;
}

/// The five tables of words, and where the pairs of each key begin.
void add_word_tables(const BuildTables& tables, TextPool& pool, Payload& payload) {
    const std::array lists = {&tables.words, &tables.endings, &tables.abbreviations, &tables.country_names, &tables.areas};
    std::vector<std::pair<std::uint64_t, std::uint32_t>> keys; // hash; 1 + first pair
    std::uint32_t before = 0;
    for (std::size_t t = 0; t < table_count; ++t) {
        const auto which = static_cast<Section>(static_cast<std::size_t>(Section::words) + t);
        const auto pairs = pair_table(*lists.at(t), pool);
        for (std::size_t i = 0; i < pairs.size(); ++i)
            if (i == 0 || pool.text(pairs[i].key) != pool.text(pairs[i - 1].key))
                keys.emplace_back(pair_hash(which, pool.text(pairs[i].key)), before + static_cast<std::uint32_t>(i) + 1);
        before += static_cast<std::uint32_t>(pairs.size());
        payload.add(which, std::span<const TextPair>(pairs));
    }
    std::vector<std::uint32_t> slots(std::bit_ceil(2 * keys.size() + 1));
    for (const auto& [hash, entry] : keys) {
        auto slot = hash & (slots.size() - 1);
        while (slots[slot] != 0) slot = (slot + 1) & (slots.size() - 1);
        slots[slot] = entry;
    }
    payload.add(Section::pair_slots, std::span<const std::uint32_t>(slots));
}

std::vector<PlaceRecord> place_records(const std::vector<SourceRow>& rows, TextPool& pool) {
    std::vector<PlaceRecord> records;
    for (const auto& row : rows) {
        records.push_back(row.record);
        records.back().name = pool.add(base::nfc(row.name));
    }
    return records;
}

} // namespace

std::vector<std::byte> compile_gazetteer(std::string_view cities500, const BuildTables& tables, base::Jobs jobs, base::Report& report) {
    const auto rows = read_rows(cities500, report);
    auto names = all_names(rows, tables, jobs);
    sort_names(names, rows);
    TextPool pool;
    Payload payload;
    auto records = place_records(rows, pool);
    const auto index = make_index(names, rows, pool);
    payload.add(Section::place_names, std::span<const std::uint32_t>(order_by_place(index.postings, records)));
    payload.add(Section::places, std::span<const PlaceRecord>(records));
    payload.add(Section::keys, std::span<const KeyRecord>(index.keys));
    payload.add(Section::postings, std::span<const Posting>(index.postings));
    add_country_orders(index, payload);
    add_key_slots(index, payload);
    add_word_tables(tables, pool, payload);
    payload.add(Section::text, std::span<const char>(pool.bytes()));
    return std::move(payload).finish();
}

} // namespace cityweave::gazetteer
