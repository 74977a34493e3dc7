#include "ingest/titles.hpp"

#include "base/unicode.hpp"
#include "ingest/word_shape.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace cityweave::ingest {

namespace {

constexpr std::size_t blocks_looked_at = 100;
constexpr std::size_t longest_title = 120;
constexpr std::size_t longest_field = 200;

/// Names in quotes inside a headline: "Elindult a „Kapualj” hálózat".
std::vector<std::string> quoted_in(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 8> pairs = {
        {{"„", "”"}, {"„", "“"}, {"“", "”"}, {"«", "»"}, {"»", "«"}, {"\"", "\""}, {"‘", "’"}, {"”", "”"}}};
    constexpr std::size_t longest_quote = 70;
    std::vector<std::string> names;
    for (const auto& [open, close] : pairs) {
        const auto begin = text.find(open);
        if (begin == std::string_view::npos || (begin == 0 && text.ends_with(close))) continue;
        const auto first = begin + open.size();
        const auto end = text.find(close, first);
        if (end == std::string_view::npos || end - first > longest_quote || end == first) continue;
        const auto inside = base::tidy_blanks(text.substr(first, end - first));
        if (!inside.empty() && words_of(inside).size() <= 7) names.push_back(inside);
    }
    return names;
}

class TitleFinder {
public:
    TitleFinder(const Page& page, std::size_t section, std::size_t block)
        : page_(page), reading_(page.reading), blocks_(page.reading.blocks()), section_(section), block_(block) {}

    Title run(const std::set<std::string>& refused) {
        const auto first = std::max(section_, block_ > blocks_looked_at ? block_ - blocks_looked_at : 0);
        bool furniture_only = true;
        for (std::size_t k = block_ + 1; k-- > first;) {
            const bool own = k == block_;
            if (!own && is_title(k))
                heading(k, furniture_only);
            else
                prose(k);
            if (own && blocks_[k].text.size() <= longest_title && reading_.lexicon().find(Cue::network, reading_.words(k)) &&
                anchors_of(reading_, blocks_[k].text, {0, blocks_[k].text.size()}).empty())
                heading(k, true);
            field(k);
            // An entry with an indented body (layout D) begins a part of the page.
            if (!own && is_title(k) && blocks_[k].marker != Marker::none) break;
            if (!own && !page_.names.is_furniture_at(k) && !is_short_field(k)) furniture_only = false;
        }
        page_title();
        std::erase_if(found_, [&](const auto& title) { return refused.contains(title.first); });
        return best();
    }

    /// The same for headings with nothing but furniture between them and the block.
    Title above() {
        for (std::size_t k = block_; k-- > section_ && (page_.names.is_furniture_at(k) || is_title(k));)
            if (is_title(k)) heading(k, true);
        return best();
    }

private:
    [[nodiscard]] Title best() const {
        Title best;
        for (const auto& [key, title] : found_)
            if (title.score > best.score) best = title;
        return best;
    }

    [[nodiscard]] bool is_title(std::size_t k) const {
        if (page_.names.is_heading(k)) return true;
        const auto& line = blocks_[k];
        return line.marker != Marker::none && line.text.size() <= longest_title && line.indent <= blocks_[block_].indent &&
               k + 1 < blocks_.size() && blocks_[k + 1].marker == Marker::none && blocks_[k + 1].indent > line.indent;
    }

    void heading(std::size_t k, bool directly_above) {
        const auto& line = blocks_[k];
        if (line.text.back() == ':' || is_number_field(line.text) || is_address(line.text) || below_person_label(k)) return;
        const auto name = page_.names.from_title(line.text);
        if (name.empty() || !has_letters(name)) return;
        if (is_field_among_fields(k) && line.text.find(name) < line.text.find(": ")) return;
        if (words_of(name).size() <= 3 && reading_.lexicon().speaks_of_partners(words_of(name))) return;
        double score = looks(line, name) + said_elsewhere(line.text, name);
        if (k == first_content() && !page_.names.is_heading(k + 1)) score += is_site_name(k) ? -2 : 1;
        if (reading_.lexicon().speaks_of_partners(words_of(name))) score -= 2;
        if (directly_above) score += 2;
        if (reading_.lexicon().find(Cue::person, words_of(name))) score -= 2;
        if (reading_.lexicon().find(Cue::event, words_of(name))) score -= 1.5;
        if (dates_below(k)) score += 2.5;
        const bool below_title = k > 0 && page_.names.is_heading(k - 1) && !page_.names.is_furniture_at(k - 1) &&
                                 blocks_[k - 1].heading == line.heading && line.blanks_before <= 1 &&
                                 words_of(line.text).size() > std::max<std::size_t>(2, words_of(blocks_[k - 1].text).size()) &&
                                 !has_line_below(k);
        if (below_title && beside_network_word(line.text, name) <= 0) score -= 1.5;
        if (reading_.country(name) || reading_.is_town(name) || is_body(name)) score -= 3;
        const auto quotes = quoted_in(line.text);
        // "Samstarfsverkefnið „Myrkur og ljós“": what is said before the quote names no network.
        if (quotes.size() != 1 ||
            !is_quote_after(std::string_view(line.text).substr(line.text.rfind(quotes.front()) + quotes.front().size())) ||
            words_of(line.text).size() > words_of(quotes.front()).size() + 3)
            add(name, k, score - 0.03 * static_cast<double>(block_ - k));
        for (const auto& quoted : quotes) add(quoted, k, 4 + said_elsewhere(line.text, quoted) + (directly_above ? 2 : 0));
        if (words_of(name).size() > 3)
            if (const auto inner = page_.names.inside_title(line.text))
                add(*inner, k, 4 + said_elsewhere(line.text, *inner) + (directly_above ? 2 : 0));
    }

    /// A line of print with another right below it, before the list: that one is the subtitle.
    [[nodiscard]] bool has_line_below(std::size_t k) const {
        return blocks_[k].heading == 0 && k + 1 < block_ && blocks_[k].blanks_before > 0 && blocks_[k + 1].blanks_before == 0;
    }

    /// "THE QUAYSIDE COURIER" over "Home  News  Sport".
    [[nodiscard]] bool is_site_name(std::size_t k) const {
        return k + 1 < blocks_.size() && page_.names.is_furniture_at(k + 1) && blocks_[k + 1].text.find(" | ") != std::string::npos;
    }

    /// The first block of the page that is no menu.
    [[nodiscard]] std::size_t first_content() const {
        std::size_t k = 0;
        while (k + 1 < std::min(blocks_.size(), blocks_looked_at) && page_.names.is_furniture_at(k)) ++k;
        return k;
    }

    /// "City of Borås" over a partner's card.
    [[nodiscard]] bool is_body(std::string_view name) const {
        return reading_.lexicon().find(Cue::body, words_of(name)).has_value() && reading_.holds_town(name);
    }

    /// How the line is set off and written.
    static double looks(const Line& line, std::string_view name) {
        double score = 3;
        if (line.marker == Marker::bullet || line.marker == Marker::dash) score += 2;
        if (line.heading > 0) score += line.heading == 1 ? 2.5 : 1.5;
        const auto words = words_of(name).size();
        return words > 5 ? score - 0.7 * static_cast<double>(words - 5) : score;
    }

    /// The text speaks of what it is about, and of none of the labels and menus round it.
    [[nodiscard]] double said_elsewhere(std::string_view line, std::string_view name) const {
        double score = 0;
        if (const int sentences = page_.names.sentences_with(name); sentences > 0) score += 2 + std::min(0.5 * (sentences - 1), 1.5);
        if (page_.names.without_network_word(line) != line) score += 3;
        return score + beside_network_word(line, name);
    }

    static std::vector<Word> real_words(std::string_view text) {
        auto words = words_of(text);
        std::erase_if(words, [](const Word& w) { return w.folded.empty(); });
        return words;
    }

    /// "Projekt Quiet Streets", "Quiet Streets network".
    [[nodiscard]] double beside_network_word(std::string_view line, std::string_view name) const {
        const auto at = line.find(name);
        if (at == std::string_view::npos) return 0;
        const auto before = real_words(line.substr(0, at));
        const auto after = real_words(line.substr(at + name.size()));
        const auto& lexicon = reading_.lexicon();
        for (std::size_t n = 1; n <= std::min<std::size_t>(before.size(), 3); ++n)
            if (lexicon.match(Cue::network, before, before.size() - n) == n) return lexicon.has(Cue::menu, before.back().folded) ? 0 : 3;
        if (after.empty() || lexicon.match(Cue::network, after, 0) == 0) return 0;
        return lexicon.has(Cue::menu, after[0].folded) ? -2 : 1.5; // "Approved networks" heads several
    }

    /// "Implementation period: 2022-2025": a field of facts, and no title with its subtitle.
    static bool is_number_field(std::string_view text) {
        const auto colon = text.find(": ");
        return colon != std::string_view::npos && colon + 2 < text.size() && text[colon + 2] >= '0' && text[colon + 2] <= '9';
    }

    /// "Website: quietstreets.example", "info@quietstreets.example".
    static bool is_address(std::string_view text) {
        const auto last = text.substr(text.rfind(' ') + 1);
        const auto dot = last.rfind('.');
        const auto is_small = [](char c) { return c >= 'a' && c <= 'z'; };
        return text.find('@') != std::string_view::npos || text.find("www.") != std::string_view::npos ||
               text.find("://") != std::string_view::npos ||
               (dot != std::string_view::npos && dot > 1 && last.size() - dot > 2 &&
                std::all_of(last.begin() + static_cast<std::ptrdiff_t>(dot) + 1, last.end(), is_small) && is_small(last[dot - 1]) &&
                is_small(last[0]));
    }

    /// The line below "Lead Expert" is a person's name.
    [[nodiscard]] bool below_person_label(std::size_t k) const {
        if (k == 0 || blocks_[k].blanks_before > 1 || blocks_[k].marker != Marker::none) return false;
        const auto& words = reading_.words(k - 1);
        return !words.empty() && words.size() <= 4 && reading_.lexicon().match(Cue::person, words, 0) > 0;
    }

    /// "Programme: LIFE" between a title and its partners.
    [[nodiscard]] bool is_short_field(std::size_t k) const {
        const auto& text = blocks_[k].text;
        return text.size() <= 80 && text.find(": ") < 40 && !text.ends_with('.');
    }

    /// "Funding: Interreg" above or below other lines of that build is a field of a form.
    [[nodiscard]] bool is_field_among_fields(std::size_t k) const {
        const auto is_field = [&](std::size_t i) {
            if (i >= blocks_.size()) return false;
            const auto colon = blocks_[i].text.find(": ");
            return colon < 40 && words_of(std::string_view(blocks_[i].text).substr(0, colon)).size() <= 4; // npos too
        };
        const bool above = k > 0 && is_field(k - 1);
        return is_field(k) && (above || is_field(k + 1));
    }

    /// Rather a name than a row of signs such as "A- A A+".
    static bool has_letters(std::string_view name) {
        const auto words = words_of(name);
        return std::any_of(words.begin(), words.end(), [](const Word& w) { return w.folded.size() >= 2; });
    }

    /// The label has a line of its own: "Acronym" / "Quiet Streets".
    void field_below(std::size_t k) {
        constexpr std::size_t longest_name = 8; // words
        const auto& words = reading_.words(k);
        if (words.size() > longest_name || blocks_[k].text.ends_with('.') || blocks_[k].blanks_before > 1 || page_.names.is_furniture_at(k))
            return;
        if (reading_.lexicon().match(Cue::title, words, 0) > 0) return; // another label
        if (const auto name = page_.names.from_title(blocks_[k].text); !name.empty()) add(name, k, 9.5);
    }

    /// "Project title: …", "ACRONYM …": the name by its label.
    void field(std::size_t k) {
        const auto& text = blocks_[k].text;
        if (text.size() > longest_field) return;
        const auto& words = reading_.words(k);
        const auto n = words.empty() ? 0 : reading_.lexicon().match(Cue::title, words, 0);
        const bool says_network = n > 0 && reading_.lexicon().match(Cue::network, words, 0) == n;
        if (n > 0 && n == words.size() && !says_network && k + 1 < block_) return field_below(k + 1);
        if (n == 0 || n >= words.size()) return;
        const auto gap = std::string_view(text).substr(words[n - 1].end, words[n].begin - words[n - 1].end);
        const auto label = std::string_view(text).substr(0, words[n - 1].end);
        const bool capitals = label.size() > 3 && std::none_of(label.begin(), label.end(), [](char c) { return c >= 'a' && c <= 'z'; });
        if (!capitals && gap.find_first_of(":|=") == std::string_view::npos) return;
        const auto name = page_.names.from_title(std::string_view(text).substr(words[n].begin));
        if (name.empty()) return;
        const auto more = words_of(name).size();
        add(name, k, 9.5 - (more > 5 ? 0.7 * static_cast<double>(more - 5) : 0.0));
    }

    [[nodiscard]] bool dates_below(std::size_t k) const {
        for (std::size_t i = k + 1; i <= std::min(k + 3, blocks_.size() - 1); ++i) {
            const auto digits = std::count_if(blocks_[i].text.begin(), blocks_[i].text.end(), [](char c) { return c >= '0' && c <= '9'; });
            if (digits >= 8 && static_cast<std::size_t>(digits) * 2 >= blocks_[i].text.size()) return true;
        }
        return false;
    }

    void prose(std::size_t k) {
        if (blocks_[k].text.size() < 30 || blocks_[k].text.size() > 5000 || page_.names.is_furniture_at(k)) return;
        for (const auto& candidate : page_.names.title_candidates(k)) add(candidate.name, k, 0.85 * candidate.score);
    }

    /// What a browser shows as the page's title, before the site's name.
    void page_title() {
        const auto& title = reading_.document().title;
        if (title.empty()) return;
        const auto quotes = quoted_in(title);
        if (quotes.size() == 1) return add(quotes.front(), section_, page_.names.occurrences(quotes.front()) >= 2 ? 5.5 : 3);
        const auto name = page_.names.from_title(title);
        if (!name.empty() && words_of(name).size() <= 6) add(name, section_, page_.names.occurrences(name) >= 2 ? 5.5 : 3);
    }

    void add(const std::string& name, std::size_t block, double score) {
        std::string key;
        for (const char c : base::slug(name))
            if (c != '-') key += c;
        if (key.empty() || key == "all") return;
        auto [at, is_new] = found_.try_emplace(key, Title{name, block, score});
        if (is_new) return;
        // Said again: more evidence, and the first place is where the network is presented.
        if (at->second.times++ >= 3) return;
        const auto more = std::max(at->second.score, score) + 0.8;
        const bool first = block < at->second.block;
        at->second = {first || page_.names.is_heading(block) ? name : at->second.name, std::min(block, at->second.block), more,
                      at->second.times};
    }

    const Page& page_;
    const Reading& reading_;
    const std::vector<Line>& blocks_;
    std::size_t section_;
    std::size_t block_;
    std::map<std::string, Title> found_;
};

} // namespace

Title title_for(const Page& page, std::size_t section, std::size_t block, const std::set<std::string>& refused) {
    return TitleFinder(page, section, block).run(refused);
}

Title heading_above(const Page& page, std::size_t section, std::size_t block) {
    return TitleFinder(page, section, block).above();
}

} // namespace cityweave::ingest
