#include "ingest/network_sections.hpp"

#include "base/unicode.hpp"
#include "ingest/anchors.hpp"
#include "ingest/word_shape.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

namespace cityweave::ingest {

namespace {

constexpr std::size_t longest_heading = 110; ///< bytes
constexpr std::size_t longest_title = 10;    ///< words
constexpr std::size_t shortest_prose = 40;   ///< bytes: fewer are a label or an entry
constexpr std::size_t fewest_sections = 2;   ///< of one build
constexpr double sure_of_other_name = 5;     ///< evidence from which a paragraph names a network of its own

/// What stands in the quotes that open before `begin`; empty where none close.
std::string_view quoted_from(std::string_view text, std::size_t begin) {
    for (const auto& word : words_of(text.substr(begin)))
        if (is_quote_after(text.substr(begin + word.end))) return text.substr(begin, word.end);
    return {};
}

/// What stands in the quotes a text begins with; empty where it begins with none.
std::string_view quoted_at_front(std::string_view text) {
    const auto words = words_of(text);
    if (words.empty() || !is_quote_before(text, words.front().begin)) return {};
    return quoted_from(text, words.front().begin);
}

/// All that stands in quotes.
std::vector<std::string_view> quoted_in(std::string_view text) {
    std::vector<std::string_view> found;
    for (const auto& word : words_of(text))
        if (is_quote_before(text, word.begin) && (found.empty() || text.data() + word.begin >= found.back().data() + found.back().size()))
            if (const auto quoted = quoted_from(text, word.begin); !quoted.empty()) found.push_back(quoted);
    return found;
}

class SectionFinder {
public:
    SectionFinder(const Reading& reading, const NetworkNames& names) : reading_(reading), names_(names), blocks_(reading.blocks()) {}

    std::vector<NetworkSection> run() {
        std::map<std::size_t, std::string> headings;
        std::map<std::size_t, std::string> unsure;
        for (std::size_t i = 0; i < blocks_.size(); ++i)
            if (auto said = said_at(i); !said.name.empty()) (said.sure ? headings : unsure).emplace(i, std::move(said.name));
        if (unsure.size() >= fewest_sections) headings.merge(unsure);
        if (headings.empty()) headings = built();
        std::vector<NetworkSection> sections;
        if (headings.empty())
            for (auto& [i, name] : presenting()) sections.push_back({i, i + 1, std::move(name)});
        for (auto at = headings.begin(); at != headings.end(); ++at) {
            const auto next = std::next(at) == headings.end() ? blocks_.size() : std::next(at)->first;
            sections.push_back({at->first, end_of(at->first, next), std::move(at->second)});
        }
        return sections;
    }

private:
    [[nodiscard]] const Lexicon& lexicon() const { return reading_.lexicon(); }

    struct Said {
        std::string name;
        bool sure = false; ///< in quotes or behind a label; else only words that come again and again prove it
    };

    /// The name a line or the bold words it opens with give, by the word "network" or a label beside it.
    [[nodiscard]] Said said_at(std::size_t i) const {
        const auto& line = blocks_[i];
        if (!line.cells.empty()) return {};
        const bool opens_bold =
            !line.bold.empty() && line.bold.front().begin == 0 && line.bold.front().end + shortest_prose < line.text.size();
        if (opens_bold) return named_by_word(line.text_of(line.bold.front()));
        return names_.is_heading(i) || line.marker != Marker::none ? named_by_word(line.text) : Said{};
    }

    [[nodiscard]] Said named_by_word(std::string_view text) const {
        if (text.size() > longest_heading || text.empty() || std::string_view(".,;?").find(text.back()) != std::string_view::npos)
            return {};
        const auto words = words_of(text);
        if (words.size() < 2 || words.size() > longest_title ||
            lexicon().holds_any({Cue::event, Cue::person, Cue::lead, Cue::partner}, words))
            return {};
        if (!anchors_of(reading_, text, {0, text.size()}).empty()) return {};
        const auto network = lexicon().match(Cue::network, words, 0);
        const auto label = lexicon().match(Cue::title, words, 0);
        const auto n = std::max(network, label);
        Said said;
        if (n == 0) {
            const bool at_end = lexicon().match(Cue::network, words, words.size() - 1) > 0;
            said = {std::string(at_end ? quoted_at_front(text) : std::string_view()), true};
            if (words_of(said.name).size() + 1 != words.size()) return {};
        } else if (n < words.size()) {
            const auto rest = text.substr(words[n - 1].end);
            const bool colon = rest.starts_with(':');
            if (label > network && !colon) return {};
            const auto quoted = quoted_at_front(rest);
            said = {names_.from_title(quoted.empty() ? text.substr(words[n].begin) : quoted), colon || !quoted.empty()};
        }
        return is_name(said.name) ? said : Said{};
    }

    [[nodiscard]] bool is_name(std::string_view name) const {
        if (name.empty() || !(upper_at(name, 0) || (name[0] >= '0' && name[0] <= '9'))) return false;
        const auto words = words_of(name);
        const bool body = lexicon().find(Cue::body, words) && reading_.holds_town(name);
        return !body && !names_.is_furniture(name) && !reading_.country(name) && lexicon().match(Cue::programme, words, 0) == 0;
    }

    /// Where the text about the network ends: at a heading of the same rank or above, or any in a text without ranks.
    [[nodiscard]] std::size_t end_of(std::size_t heading, std::size_t next) const {
        const int level = blocks_[heading].heading;
        for (auto k = heading + 1; k < next; ++k) {
            if (is_set_apart(heading, k)) return k;
            if (!names_.is_heading(k) || blocks_[k].text.find(':') != std::string::npos || is_role_label(k)) continue;
            const int other = blocks_[k].heading;
            const bool above = level > 0 ? other > 0 && other <= level : other == 0 && blocks_[k].blanks_before > 0 && k > heading + 1;
            if (above && !goes_on(heading, k)) return k;
        }
        return next;
    }

    /// More room above than the heading's own text has: the page has come to something else.
    [[nodiscard]] bool is_set_apart(std::size_t heading, std::size_t k) const {
        return blocks_[heading].heading == 0 && k > heading + 1 &&
               blocks_[k].blanks_before > std::max(1, blocks_[heading + 1].blanks_before);
    }

    /// "Partners:", "Lead partner: Genk".
    [[nodiscard]] bool is_role_label(std::size_t k) const {
        const auto words = words_of(std::string_view(blocks_[k].text).substr(0, blocks_[k].text.find(':')));
        return words.size() <= 4 && lexicon().holds_any({Cue::partner, Cue::lead, Cue::lead_role}, words);
    }

    /// A country or subtitle under the heading ends nothing.
    [[nodiscard]] bool goes_on(std::size_t heading, std::size_t k) const {
        return reading_.country(blocks_[k].text).has_value() || (k == heading + 1 && blocks_[k].heading == 0);
    }

    /// What stands between one heading and the next.
    struct Body {
        std::size_t paragraphs = 0; ///< that name towns with countries
        std::size_t towns = 0;
        bool speaks_of_network = false;
        bool names_other = false;
    };

    [[nodiscard]] Body body_of(std::size_t heading) const {
        Body body;
        for (auto k = heading + 1; k < blocks_.size() && !names_.is_heading(k) && !is_set_apart(heading, k); ++k) {
            const auto& line = blocks_[k];
            if (line.marker != Marker::none || line.text.size() < shortest_prose || !line.cells.empty() || is_role_label(k)) continue;
            const auto& words = reading_.words(k);
            if (lexicon().speaks_of_search(words)) continue;
            const auto anchors = anchors_and_adjectives(reading_, line.text, words);
            const auto countries = std::count_if(anchors.begin(), anchors.end(), [](const Anchor& a) { return !a.country.empty(); });
            body.towns += static_cast<std::size_t>(countries);
            body.paragraphs += countries > 0 ? 1U : 0U;
            body.speaks_of_network =
                body.speaks_of_network ||
                lexicon().holds_any({Cue::network, Cue::lead, Cue::leads, Cue::led_by, Cue::partner, Cue::joined}, words);
            body.names_other = body.names_other || names_other(k, names_.from_title(blocks_[heading].text));
        }
        return body;
    }

    /// Whether a paragraph names a network that is not its heading's. One plain word proves nothing: it may open a sentence.
    [[nodiscard]] bool names_other(std::size_t k, const std::string& heading) const {
        const auto& own = names_.title_candidates(k);
        if (own.empty() || own.front().score < sure_of_other_name || own.front().name == heading) return false;
        if (base::fold_for_search(reading_.blocks()[k].text).find(base::fold_for_search(heading)) != std::string::npos) return false;
        return shape_of(own.front().name).strong || words_of(own.front().name).size() > 1;
    }

    [[nodiscard]] bool may_be_title(std::size_t i) const {
        const auto& line = blocks_[i];
        if (!names_.is_heading(i) || names_.is_furniture_at(i) || line.text.find(": ") != std::string::npos || line.text.ends_with(':'))
            return false;
        if (reading_.country(line.text) || !anchors_of(reading_, line.text, {0, line.text.size()}).empty()) return false;
        return words_of(line.text).size() <= longest_title &&
               !lexicon().holds_any({Cue::event, Cue::person, Cue::search}, reading_.words(i));
    }

    /// Headings of the rank of which most stand over one paragraph that names a network's towns.
    [[nodiscard]] std::map<std::size_t, std::string> built() const {
        using Rank = std::tuple<int, int, bool>; // level, blank lines above, bold
        struct Group {
            std::vector<std::size_t> headings;
            std::size_t presenting = 0;
            std::size_t spoken = 0;
            std::size_t against = 0;
        };
        std::map<Rank, Group> groups;
        for (std::size_t i = 0; i + 1 < blocks_.size(); ++i) {
            if (!may_be_title(i)) continue;
            const auto body = body_of(i);
            if (body.towns == 0) continue;
            auto& group = groups[{blocks_[i].heading, std::min(blocks_[i].blanks_before, 2), blocks_[i].is_bold()}];
            const bool presents = body.towns >= 2 && body.paragraphs == 1 && !body.names_other;
            group.presenting += presents ? 1U : 0U;
            group.spoken += presents && body.speaks_of_network ? 1U : 0U;
            group.against += body.paragraphs > 1 || body.names_other ? 1U : 0U;
            if (presents) group.headings.push_back(i);
        }
        std::map<std::size_t, std::string> headings;
        for (const auto& [rank, group] : groups) {
            if (group.presenting < fewest_sections || group.against * 2 >= group.presenting || group.spoken * 2 < group.presenting)
                continue;
            for (const auto i : group.headings)
                if (auto name = names_.from_title(blocks_[i].text); !name.empty()) headings.emplace(i, std::move(name));
        }
        return headings;
    }

    /// Paragraphs, each of which sets off one name that is no town and says which towns, with their countries, belong to it.
    [[nodiscard]] std::map<std::size_t, std::string> presenting() const {
        std::map<std::size_t, std::string> paragraphs;
        std::set<std::string> networks;
        std::size_t against = 0;
        bool spoken = false;
        for (std::size_t i = 0; i < blocks_.size(); ++i) {
            const auto& line = blocks_[i];
            const auto& words = reading_.words(i);
            spoken = spoken || (line.heading > 0 && lexicon().find(Cue::network, words));
            if (line.text.size() < shortest_prose || !line.cells.empty() || line.heading > 0) continue;
            const auto anchors = anchors_and_adjectives(reading_, line.text, words);
            if (std::none_of(anchors.begin(), anchors.end(), [](const Anchor& a) { return !a.country.empty(); })) continue;
            auto name = lexicon().speaks_of_search(words) ? std::string() : set_off_name(line);
            against += name.empty() ? 1U : 0U;
            if (name.empty()) continue;
            spoken = spoken || lexicon().holds_any({Cue::network, Cue::lead, Cue::leads, Cue::led_by, Cue::partner, Cue::joined}, words);
            networks.insert(base::fold_for_search(name));
            paragraphs.emplace(i, std::move(name));
        }
        if (!spoken || networks.size() < fewest_sections || against >= paragraphs.size()) paragraphs.clear();
        return paragraphs;
    }

    /// The one name that stands in bold, else in quotes, else in mark-up of its own; empty where there is none or several.
    [[nodiscard]] std::string set_off_name(const Line& line) const {
        std::vector<std::string_view> spans;
        for (const auto& bold : line.bold) spans.push_back(line.text_of(bold));
        const bool quoted = spans.empty();
        if (quoted) spans = quoted_in(line.text);
        if (spans.empty() && line.set_off.size() == 1)
            for (const auto& set_off : line.set_off) spans.push_back(line.text_of(set_off));
        std::string found;
        for (const auto span : spans) {
            auto name = set_off_network(span, quoted);
            if (name.empty()) continue;
            if (!found.empty() && base::fold_for_search(name) != base::fold_for_search(found)) return {};
            found = std::move(name);
        }
        return found;
    }

    [[nodiscard]] std::string set_off_network(std::string_view span, bool in_quotes) const {
        const auto quoted = quoted_at_front(span);
        const auto text = quoted.empty() ? span : quoted;
        in_quotes = in_quotes || !quoted.empty();
        const auto words = words_of(text);
        if (words.empty() || words.size() > longest_title || text.ends_with(':')) return {};
        if (reading_.is_town(text) || !anchors_of(reading_, text, {0, text.size()}).empty()) return {};
        if (!in_quotes && lexicon().holds_any({Cue::event, Cue::person, Cue::lead, Cue::partner}, words)) return {};
        auto name = names_.from_title(text);
        return is_name(name) ? name : std::string();
    }

    const Reading& reading_;
    const NetworkNames& names_;
    const std::vector<Line>& blocks_;
};

} // namespace

NetworkSections::NetworkSections(const Reading& reading, const NetworkNames& names) : sections_(SectionFinder(reading, names).run()) {}

const NetworkSection* NetworkSections::over(std::size_t block) const {
    const auto after =
        std::upper_bound(sections_.begin(), sections_.end(), block, [](std::size_t b, const NetworkSection& s) { return b < s.heading; });
    if (after == sections_.begin() || block >= std::prev(after)->end) return nullptr;
    return &*std::prev(after);
}

} // namespace cityweave::ingest
