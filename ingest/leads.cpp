#include "ingest/leads.hpp"

#include "base/unicode.hpp"
#include "ingest/word_shape.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace cityweave::ingest {

namespace {

constexpr std::size_t longest_block = 5000;
constexpr std::size_t shortest_sentence = 3; ///< words; fewer are an entry or a label
constexpr std::size_t shortest_stem = 4;     ///< letters a declined name shares with the name in the list

/// Words [first, last) of one sentence.
struct Sentence {
    std::size_t first;
    std::size_t last;
};

bool ends_here(std::string_view text, const std::vector<Word>& words, std::size_t i) {
    if (i + 1 == words.size()) return true;
    const auto gap = text.substr(words[i].end, words[i + 1].begin - words[i].end);
    const bool stop = gap.find_first_of(".!?") != std::string_view::npos;
    return stop && words[i].end - words[i].begin > 3 && upper_at(text, words[i + 1].begin);
}

std::vector<Sentence> sentences_of(std::string_view text, const std::vector<Word>& words) {
    std::vector<Sentence> sentences;
    std::size_t first = 0;
    for (std::size_t i = 0; i < words.size(); ++i)
        if (ends_here(text, words, i)) sentences.push_back({std::exchange(first, i + 1), i + 1});
    return sentences;
}

/// Letters both begin with; names in running text are declined at their end.
bool same_stem(const std::string& a, const std::string& b) {
    const auto common = static_cast<std::size_t>(
        std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(std::min(a.size(), b.size())), b.begin()).first - a.begin());
    return common == std::min(a.size(), b.size()) || (common >= shortest_stem && common + 3 >= std::max(a.size(), b.size()));
}

class LeadFinder {
public:
    LeadFinder(const Page& page, Proposal& proposal) : reading_(page.reading), proposal_(proposal) {}

    void look_in(std::size_t block) {
        const auto& text = reading_.blocks()[block].text;
        if (text.size() > longest_block) return;
        const auto& words = reading_.words(block);
        for (const auto& sentence : sentences_of(text, words)) {
            const auto cue = role_in(text, words, sentence);
            if (!cue || found_) continue;
            found_ = nearest(block, words, sentence, *cue);
        }
    }

    /// "Am Ruder steht hier Bozen.": in a network's own part of the page, a sentence of one partner alone tells its lead, in
    /// whatever words; if several partners have such sentences, the first.
    void look_for_lone_mention(std::size_t block) {
        const auto& text = reading_.blocks()[block].text;
        if (found_ || text.size() > longest_block || reading_.blocks()[block].marker != Marker::none) return;
        const auto& words = reading_.words(block);
        for (const auto& sentence : sentences_of(text, words)) {
            std::optional<std::size_t> only;
            int named = 0;
            for (std::size_t e = 0; e < proposal_.entries.size(); ++e)
                if (position_of(block, e, words, sentence)) only = e, ++named;
            if (named != 1 || found_ || tells_other(words, sentence) || sentence.last - sentence.first < shortest_sentence) continue;
            found_ = only;
        }
    }

    void mark() {
        if (found_) proposal_.entries[*found_].role = atlas::Role::lead;
    }

private:
    /// Of a meeting or a person.
    [[nodiscard]] bool tells_other(const std::vector<Word>& words, Sentence sentence) const {
        for (auto i = sentence.first; i < sentence.last; ++i)
            for (const auto cue : {Cue::event, Cue::person})
                if (reading_.lexicon().match(cue, words, i) > 0) return true;
        return false;
    }

    /// The word at which the sentence speaks of leading.
    [[nodiscard]] std::optional<std::size_t> role_in(std::string_view text, const std::vector<Word>& words, Sentence sentence) const {
        for (auto i = sentence.first; i < sentence.last; ++i) {
            if (reading_.lexicon().match(Cue::person, words, i) > reading_.lexicon().match(Cue::lead, words, i)) return std::nullopt;
            for (const auto cue : {Cue::lead, Cue::led_by, Cue::leads})
                if (const auto n = reading_.lexicon().match(cue, words, i); n > 0 && (cue != Cue::leads || !upper_at(text, words[i].begin)))
                    return i;
        }
        return std::nullopt;
    }

    /// The entry named nearest to the role, if just one stands at that distance.
    [[nodiscard]] std::optional<std::size_t> nearest(std::size_t block, const std::vector<Word>& words, Sentence sentence,
                                                     std::size_t cue) const {
        std::optional<std::size_t> best;
        std::size_t distance = words.size();
        for (std::size_t e = 0; e < proposal_.entries.size(); ++e) {
            const auto at = position_of(block, e, words, sentence);
            if (!at) continue;
            const auto away = *at > cue ? *at - cue : cue - *at;
            if (away < distance) distance = away, best = e;
        }
        return best;
    }

    /// Where the sentence names the entry; nothing where the entry itself stands, which is no sentence about it.
    [[nodiscard]] std::optional<std::size_t> position_of(std::size_t block, std::size_t e, const std::vector<Word>& words,
                                                         Sentence sentence) const {
        const auto& placed = proposal_.entries[e];
        const auto name = words_of(reading_.blocks()[placed.block].text_of(placed.entry.name));
        if (name.empty()) return std::nullopt;
        for (auto i = sentence.first; i + name.size() <= sentence.last; ++i) {
            if (block == placed.block && words[i].end > placed.entry.whole.begin && words[i].begin < placed.entry.whole.end) continue;
            const bool same = std::equal(name.begin(), name.end(), words.begin() + static_cast<std::ptrdiff_t>(i),
                                         [](const Word& a, const Word& b) { return same_stem(a.folded, b.folded); });
            if (same && upper_at(reading_.blocks()[block].text, words[i].begin)) return i;
        }
        return std::nullopt;
    }

    const Reading& reading_;
    Proposal& proposal_;
    std::optional<std::size_t> found_;
};

} // namespace

void find_lead(const Page& page, Proposal& proposal, std::size_t first, std::size_t last) {
    const auto leads = [](const PlacedEntry& placed) { return placed.role == atlas::Role::lead; };
    if (proposal.entries.size() < 2 || std::any_of(proposal.entries.begin(), proposal.entries.end(), leads)) return;
    LeadFinder finder(page, proposal);
    for (auto block = first; block < last; ++block) finder.look_in(block);
    finder.mark();
}

namespace {

/// Finds towns in the text over a list.
class LeadAbove {
public:
    LeadAbove(const Page& page, Proposal& proposal) : reading_(page.reading), names_(page.names), proposal_(proposal) {}

    void look_in(std::size_t block, std::size_t end) {
        const auto& text = reading_.blocks()[block].text;
        const auto& words = reading_.words(block);
        std::vector<Entry> towns;
        std::vector<Entry> last;
        bool other = false;
        for (const auto& sentence : sentences_of(text, words)) {
            if (words[sentence.first].begin >= end) break;
            const bool told = tells_other(words, sentence);
            other = other || told;
            last = told ? std::vector<Entry>{} : towns_in(text, words, sentence, end);
            if (last.size() == 1 && speaks_of_leading(words, sentence)) spoken_ = {block, last.front()};
            towns.insert(towns.end(), last.begin(), last.end());
        }
        const bool announces = end < text.size() || text.ends_with(':');
        if (towns.size() == 1 && !other && announces) announced_ = {block, towns.front()};
        // "…, a pozostali partnerzy to:" goes on where the sentence before told of the reader's own town.
        if (last.size() == 1 && !last.front().country.empty() && announces) announced_ = {block, last.front()};
        if (towns.size() == 1 && !other && asked_for(block)) spoken_ = {block, towns.front()};
    }

    /// "Kormidlo siete TEPLÝ DOM drží Trenčín; veslujú s ním Hodonín (ČR), …": in a sentence that names the network, the one town
    /// before the run of partners, declined or not. `opens`: the block is the first below the network's heading, where the
    /// sentence need not name it again.
    void look_beside_name(std::size_t block, bool opens) {
        const auto& text = reading_.blocks()[block].text;
        const auto& words = reading_.words(block);
        if (named_ || text.size() > longest_block) return;
        const auto network = base::fold_for_search(proposal_.network);
        for (const auto& sentence : sentences_of(text, words)) {
            const Span span{words[sentence.first].begin, words[sentence.last - 1].end};
            const bool names = base::fold_for_search(text.substr(span.begin, span.end - span.begin)).find(network) != std::string::npos;
            if ((!names && !opens) || tells_other(words, sentence) || named_) continue;
            // A sentence that only names the network is followed by one about it.
            opens = !look_before_run(block, sentence, span) && names;
        }
    }

    void add() {
        const auto& found = named_ ? named_ : spoken_ ? spoken_ : announced_;
        if (!found) return;
        proposal_.entries.insert(proposal_.entries.begin(), {found->first, found->second, atlas::Role::lead});
        proposal_.first_block = std::min(proposal_.first_block, found->first);
    }

private:
    /// "Wien is part of the PORCHLIGHT network" leads nothing.
    [[nodiscard]] bool tells_member(const std::vector<Word>& words, Sentence sentence, std::size_t end) const {
        for (auto i = sentence.first; i < sentence.last && words[i].begin < end; ++i)
            if (reading_.lexicon().match(Cue::member, words, i) > 0) return true;
        return false;
    }

    /// The first clause's only town: one that is no entry, or the one entry that stands there. False where it has none.
    bool look_before_run(std::size_t block, Sentence sentence, Span span) {
        const std::string_view text = reading_.blocks()[block].text;
        const auto& words = reading_.words(block);
        std::vector<std::size_t> own;
        for (std::size_t e = 0; e < proposal_.entries.size(); ++e) {
            const auto& placed = proposal_.entries[e];
            if (placed.block == block && placed.entry.name.begin >= span.begin && placed.entry.name.end <= span.end) own.push_back(e);
        }
        const auto clause = std::min(text.find(';', span.begin), span.end);
        const auto end = own.empty() ? span.end : std::min(clause, proposal_.entries[own.front()].entry.whole.begin);
        if (tells_member(words, sentence, end)) return false;
        beside_name_ = true;
        const auto towns = towns_in(text, words, sentence, end);
        beside_name_ = false;
        if (towns.size() == 1) named_ = {block, towns.front()};
        if (!towns.empty() || own.empty()) return !towns.empty();
        const bool alone = own.size() == 1 || proposal_.entries[own[1]].entry.name.begin > clause;
        if (alone && clause <= span.end) proposal_.entries[own.front()].role = atlas::Role::lead;
        return true;
    }

    /// "Who coordinates?" right above.
    [[nodiscard]] bool asked_for(std::size_t block) const {
        return block > 0 && reading_.blocks()[block - 1].text.ends_with('?') &&
               reading_.lexicon().holds_any({Cue::lead, Cue::leads, Cue::led_by, Cue::lead_role}, reading_.words(block - 1));
    }

    [[nodiscard]] bool tells_other(const std::vector<Word>& words, Sentence sentence) const {
        const std::vector<Word> own(words.begin() + static_cast<std::ptrdiff_t>(sentence.first),
                                    words.begin() + static_cast<std::ptrdiff_t>(sentence.last));
        return reading_.lexicon().holds_any({Cue::event, Cue::person}, own) || reading_.lexicon().speaks_of_search(own);
    }

    [[nodiscard]] bool speaks_of_leading(const std::vector<Word>& words, Sentence sentence) const {
        for (auto i = sentence.first; i < sentence.last; ++i)
            for (const auto cue : {Cue::lead, Cue::led_by, Cue::leads})
                if (reading_.lexicon().match(cue, words, i) > 0) return true;
        return false;
    }

    /// Towns before `end`, each with the country beside it, if one stands there; those that are entries are left out.
    [[nodiscard]] std::vector<Entry> towns_in(std::string_view text, const std::vector<Word>& words, Sentence sentence,
                                              std::size_t end) const {
        constexpr std::size_t longest_town = 4; // words
        auto towns = towns_with_country(text, words, sentence, end);
        if (!towns.empty()) return towns;
        for (auto i = sentence.first; i < sentence.last && words[i].begin < end;) {
            auto n = std::min(longest_town, sentence.last - i);
            for (; n > 0; --n)
                if (upper_at(text, words[i].begin) && words[i + n - 1].end <= end &&
                    is_town_here(text.substr(words[i].begin, words[i + n - 1].end - words[i].begin), n, i == sentence.first))
                    break;
            // "la Sèvre" is a river; where towns have articles, they are others.
            const bool river = i > sentence.first && is_river_article(words[i - 1].folded) && !upper_at(text, words[i - 1].begin);
            if (n == 0 || river || is_part_of_name(text, words, i, n)) {
                ++i;
                continue;
            }
            Entry town{.name = {words[i].begin, words[i + n - 1].end}, .country = {}, .whole = {words[i].begin, words[i + n - 1].end}};
            if (i > sentence.first && reading_.lexicon().has(Cue::body, words[i - 1].folded)) town.name.begin = words[i - 1].begin;
            if (const auto told = i > sentence.first ? adjective_at(reading_, text, words, i - 1) : std::nullopt)
                town.country = told->country;
            const bool inside = i > sentence.first && !reading_.nouns_have_capitals() && speaks_of_leading(words, sentence);
            if (is_sure(text, town, inside) && !is_entry(text.substr(town.name.begin, town.name.end - town.name.begin)))
                towns.push_back(std::move(town));
            i += n;
        }
        return towns;
    }

    static bool is_river_article(const std::string& folded) {
        constexpr std::array articles = {"la", "le", "il", "el", "the", "der", "die", "das"};
        return std::find(articles.begin(), articles.end(), folded) != articles.end();
    }

    /// Many words are some town's name: what has neither a country nor a body beside it is one if the page names it again, and
    /// not as its network; or where it stands `inside` a sentence about leading.
    [[nodiscard]] bool is_sure(std::string_view text, const Entry& town, bool inside) const {
        constexpr std::size_t shortest_town = 4; // bytes
        if (!town.country.empty()) return true;
        const auto name = text.substr(town.name.begin, town.name.end - town.name.begin);
        if (name.size() < shortest_town || reading_.country(name) || proposal_.network.find(name) != std::string::npos) return false;
        return inside || (beside_name_ && !reading_.nouns_have_capitals()) ||
               reading_.lexicon().has(Cue::body, words_of(name).front().folded) || names_.occurrences(name) > 1;
    }

    /// A declined form may begin no sentence, and stands in no text whose nouns all have capitals.
    [[nodiscard]] bool is_town_here(std::string_view name, std::size_t words, bool opens_sentence) const {
        constexpr std::size_t shortest_form = 4; // letters
        if (!beside_name_ || words > 1) return reading_.is_town(name);
        if (letters_in(name) < shortest_form || !reading_.is_town_form(name)) return false;
        return !(opens_sentence || reading_.nouns_have_capitals()) || reading_.is_town(name);
    }

    /// Where countries stand beside towns, only those count.
    [[nodiscard]] std::vector<Entry> towns_with_country(std::string_view text, const std::vector<Word>& words, Sentence sentence,
                                                        std::size_t end) const {
        std::vector<Entry> towns;
        const Span span{words[sentence.first].begin, std::min(end, words[sentence.last - 1].end + 1)};
        std::size_t after = span.begin;
        for (const auto& anchor : anchors_of(reading_, text, span)) {
            const auto name = name_before(reading_, text, words, anchor, after);
            after = anchor.span.end;
            if (name.begin >= name.end || anchor.country.empty()) continue;
            auto entry = entry_of(reading_, text, name, anchor);
            if (entry && !is_entry(text.substr(entry->name.begin, entry->name.end - entry->name.begin))) towns.push_back(std::move(*entry));
        }
        return towns;
    }

    /// "Görlitz Festival", "Weimar-Delegation": a town's name inside another name.
    static bool is_part_of_name(std::string_view text, const std::vector<Word>& words, std::size_t first, std::size_t count) {
        const auto beside = [&](std::size_t k) { return text.substr(words[k].end, words[k + 1].begin - words[k].end) == " "; };
        return first + count < words.size() && beside(first + count - 1) && upper_at(text, words[first + count].begin);
    }

    [[nodiscard]] bool is_entry(std::string_view name) const {
        const auto own = words_of(name);
        return std::any_of(proposal_.entries.begin(), proposal_.entries.end(), [&](const PlacedEntry& placed) {
            const auto other = words_of(reading_.blocks()[placed.block].text_of(placed.entry.name));
            return std::any_of(other.begin(), other.end(),
                               [&](const Word& w) { return !own.empty() && same_stem(own.back().folded, w.folded); });
        });
    }

    const Reading& reading_;
    const NetworkNames& names_;
    Proposal& proposal_;
    using Found = std::optional<std::pair<std::size_t, Entry>>;
    Found spoken_;
    Found announced_;
    Found named_;
    bool beside_name_ = false; ///< looking at a sentence that names the network
};

void add_lead_beside_name(const Page& page, Proposal& proposal, BlockRange range) {
    if (!page.reading.knows_towns() || proposal.network.empty()) return;
    const auto& blocks = page.reading.blocks();
    LeadAbove beside(page, proposal);
    const auto* section = page.sections.over(proposal.first_block);
    for (auto block = range.first; block < std::min(range.last, proposal.last_block + 1); ++block) {
        if (blocks[block].marker != Marker::none || blocks[block].cells.size() > 1 || page.names.is_heading(block)) continue;
        beside.look_beside_name(block, section && block == section->heading + 1);
    }
    beside.add();
}

void add_lead_above(const Page& page, Proposal& proposal, std::size_t first) {
    constexpr std::size_t fewest_entries = 3;
    constexpr std::size_t blocks_above = 6;
    if (!page.reading.knows_towns() || proposal.entries.size() < fewest_entries) return;
    const auto& blocks = page.reading.blocks();
    const auto list = proposal.entries.front().block;
    LeadAbove above(page, proposal);
    for (auto block = std::max(first, list > blocks_above ? list - blocks_above : 0); block <= list; ++block) {
        const bool own = block == list;
        if (blocks[block].marker != Marker::none || blocks[block].text.size() > longest_block || blocks[block].cells.size() > 1) continue;
        if (!own && (page.names.is_heading(block) || page.names.is_furniture_at(block))) continue;
        above.look_in(block, own ? proposal.entries.front().entry.whole.begin : blocks[block].text.size());
    }
    above.add();
}

} // namespace

bool imply_lead(const Page& page, Proposal& proposal, BlockRange range) {
    const auto has_lead = [&] {
        return std::any_of(proposal.entries.begin(), proposal.entries.end(),
                           [](const PlacedEntry& placed) { return placed.role == atlas::Role::lead; });
    };
    if (proposal.entries.size() < 2) return has_lead();
    add_lead_beside_name(page, proposal, range);
    if (has_lead()) return true;
    if (const auto* section = page.sections.over(proposal.first_block)) {
        LeadFinder finder(page, proposal);
        for (auto block = section->heading + 1; block < std::min(range.last, section->end); ++block) finder.look_for_lone_mention(block);
        finder.mark();
    }
    if (!has_lead() && proposal.first_alone) proposal.entries.front().role = atlas::Role::lead;
    if (!has_lead()) add_lead_above(page, proposal, range.first);
    return has_lead();
}

} // namespace cityweave::ingest
