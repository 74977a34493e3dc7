#include "ingest/layouts/named_lines.hpp"

#include "base/unicode.hpp"
#include "ingest/layouts/events_above.hpp"
#include "ingest/word_shape.hpp"

#include <algorithm>

namespace cityweave::ingest {

std::optional<Proposal> NamedLines::read(std::size_t block) const {
    auto line = named(block);
    if (!line) return std::nullopt;
    const auto has_country = [](const PlacedEntry& e) { return !e.entry.country.empty(); };
    if (tells_of_event_above(page_, block)) return std::nullopt;
    const bool alone = line->entries.size() == 1 || std::none_of(line->entries.begin(), line->entries.end(), has_country);
    if (alone && !has_sibling(block)) return std::nullopt;
    if (is_form_field(block) && !has_sibling(block)) line->network.clear(), line->network_score = 0; // "Municipalities: …" of a form
    return line;
}

bool NamedLines::is_one(std::size_t block) const {
    return named(block) && has_sibling(block);
}

bool NamedLines::has_sibling(std::size_t i) const {
    const auto is_sibling = [&](std::size_t k) { return k < blocks_.size() && blocks_[k].marker == blocks_[i].marker && named(k); };
    return (i > 0 && is_sibling(i - 1)) || is_sibling(i + 1);
}

std::optional<Proposal> NamedLines::named(std::size_t i) const {
    const auto& block = blocks_[i];
    if (block.text.size() > 2000 || block.cells.size() > 2) return std::nullopt;
    for (const auto sign : {std::string_view(": "), std::string_view(" - "), std::string_view(" – "), std::string_view(" | ")}) {
        const auto at = block.text.find(sign);
        if (at > 90 || at < 3) continue; // npos too
        const auto left = std::string_view(block.text).substr(0, at);
        if (left.find('(') != std::string_view::npos && left.find(')') == std::string_view::npos) return std::nullopt;
        const auto entries = read_entries(reading_, block.text, {at + sign.size(), block.text.size()});
        const auto named = std::count_if(entries.begin(), entries.end(), [](const Entry& e) { return !e.country.empty(); });
        const bool digest = named == 0 && all_towns(block, entries) && is_capitals(left); // layout W: "QUIET STREETS – Ķekava"
        if (entries.empty() || (!digest && static_cast<std::size_t>(named) < entries.size()) || reading_.country(left) ||
            reading_.is_town(left))
            continue;
        if (!anchors_of(reading_, block.text, {0, at}).empty()) continue; // "Metz (FR) – Győr (HU)": a match
        const auto held = std::count_if(entries.begin(), entries.end(), [&](const Entry& e) {
            return !reading_.country(block.text_of(e.name)) && (!reading_.knows_towns() || reading_.holds_town(block.text_of(e.name)));
        });
        if (static_cast<std::size_t>(held) * 2 < entries.size()) continue;
        if (begins_with_clause(block, at + sign.size(), entries.front())) continue;
        const bool body = lexicon().find(Cue::body, words_of(left)).has_value();
        if (entries.size() == 1 && (body || sign.starts_with(':') || !is_partner_town(block.text_of(entries[0].name)))) continue;
        const auto name = page_.names.from_title(left);
        const auto words = words_of(left);
        const auto said = std::find_if(words.begin(), words.end(),
                                       [&](const Word& w) { return !upper_at(left, w.begin) && lexicon().has(Cue::partner, w.folded); });
        if (said != words.end()) return std::nullopt; // "Nine cities – …" announces, and names no network
        if (is_clause(left, words)) return std::nullopt;
        if (name.empty() || words.size() > 8 || lexicon().speaks_of_search(words) ||
            lexicon().holds_any({Cue::event, Cue::person, Cue::lead_role, Cue::left}, words) || !upper_at(name, 0))
            return std::nullopt;
        Proposal line{.first_block = i, .last_block = i, .network = name, .network_score = 6, .confidence = entries.size() == 1 ? 3.5 : 2};
        for (const auto& entry : entries) line.entries.push_back({i, entry, entry.is_lead ? atlas::Role::lead : atlas::Role::partner});
        return line;
    }
    return std::nullopt;
}

bool NamedLines::is_clause(std::string_view left, const std::vector<Word>& words) const {
    const auto network = lexicon().find(Cue::network, words);
    if (!network) return false;
    const auto after = *network + std::max<std::size_t>(1, lexicon().match(Cue::network, words, *network));
    return std::count_if(words.begin() + static_cast<std::ptrdiff_t>(std::min(after, words.size())), words.end(),
                         [&](const Word& w) { return !w.folded.empty() && !upper_at(left, w.begin) && !is_joint(w.folded); }) >= 2;
}

bool NamedLines::is_form_field(std::size_t i) const {
    const auto is_field = [&](std::size_t k) {
        return k < blocks_.size() && blocks_[k].marker == blocks_[i].marker && blocks_[k].text.find(": ") < 40 && !named(k);
    };
    return blocks_[i].text.find(": ") < 40 && i > 0 && is_field(i - 1) && is_field(i + 1);
}

bool NamedLines::begins_with_clause(const Line& block, std::size_t value, const Entry& first) const {
    const auto before = std::string_view(block.text).substr(value, std::max(value, first.whole.begin) - value);
    const auto words = words_of(before);
    const auto small = std::count_if(words.begin(), words.end(), [&](const Word& w) {
        return !w.folded.empty() && !upper_at(before, w.begin) && !lexicon().has(Cue::article, w.folded) &&
               !lexicon().has(Cue::body, w.folded);
    });
    // "one bill: Shared Boiler is an initiative of Tampere (FI)"
    const auto name = block.text_of(first.name);
    const auto told = words_of(name);
    const bool sentence = std::any_of(told.begin(), told.end(), [&](const Word& w) {
        return !upper_at(name, w.begin) && w.begin > 0 && lexicon().has(Cue::copula, w.folded);
    });
    return small >= 2 || sentence;
}

bool NamedLines::all_towns(const Line& block, const std::vector<Entry>& entries) const {
    return reading_.knows_towns() &&
           std::all_of(entries.begin(), entries.end(), [&](const Entry& e) { return is_partner_town(block.text_of(e.name)); });
}

bool NamedLines::is_partner_town(std::string_view name) const {
    return reading_.is_town(name) && !reading_.country(name);
}

} // namespace cityweave::ingest
