// The part of NetworkNames that reads running text: runs of capitals, weighed by what stands beside them.
#include "ingest/network_names.hpp"

#include "base/unicode.hpp"
#include "ingest/word_shape.hpp"

#include <algorithm>
#include <array>

namespace cityweave::ingest {

namespace {

using namespace std::string_view_literals;

std::string_view written(std::string_view text, const Word& word) {
    return text.substr(word.begin, word.end - word.begin);
}

bool overlaps(const Span& a, const Span& b) {
    return a.begin < b.end && b.begin < a.end;
}

bool is_digit_ascii(char c) {
    return c >= '0' && c <= '9';
}

/// A run of words [first, last] that may be a name.
struct Run {
    std::size_t first;
    std::size_t last;
    bool strong;
    int capitals;
};

/// Finds and weighs the runs of one block.
class ProseNames {
public:
    ProseNames(const Reading& reading, const NetworkNames& names, std::string_view text, const std::vector<Word>& words,
               const std::vector<Entry>& places)
        : reading_(reading), names_(names), text_(text), words_(words), places_(places), inside_(inside_brackets(text, words)) {}

    std::vector<NameCandidate> run() {
        for (std::size_t i = 0; i < words_.size();) {
            const auto found = run_from(i);
            if (!found) {
                ++i;
                continue;
            }
            i = found->last + 1;
            if (auto trimmed = trim(*found); trimmed && !is_label(*trimmed) && !names_person(*trimmed)) weigh(*trimmed);
        }
        define();
        add_quoted();
        add_before_suffix();
        std::stable_sort(candidates_.begin(), candidates_.end(), [](const auto& a, const auto& b) { return a.score > b.score; });
        return std::move(candidates_);
    }

private:
    [[nodiscard]] std::string_view gap_after(std::size_t i) const {
        return i + 1 < words_.size() ? text_.substr(words_[i].end, words_[i + 1].begin - words_[i].end) : text_.substr(words_[i].end);
    }
    [[nodiscard]] bool in_place(std::size_t i) const {
        return std::any_of(places_.begin(), places_.end(), [&](const Entry& e) {
            return overlaps(e.name, {words_[i].begin, words_[i].end}) || overlaps(e.whole, {words_[i].begin, words_[i].end});
        });
    }
    [[nodiscard]] bool starts_sentence(std::size_t i) const {
        return i == 0 || stops(text_, words_[i - 1], gap_after(i - 1)) || gap_after(i - 1).find_first_of(":?") != std::string_view::npos;
    }
    [[nodiscard]] bool usable(std::size_t i) const { return !words_[i].folded.empty() && !inside_[i] && !in_place(i); }

    /// "Školní dvůr – vedoucí partner: Lublaň (SI)": what stands before a sign and the lead's label, small words and all.
    void define() {
        constexpr std::size_t longest_name = 7; // words
        for (std::size_t i = 0; i + 1 < words_.size() && i < longest_name; ++i) {
            const auto gap = gap_after(i);
            if (gap.find_first_of(".?,;(") != std::string_view::npos) return;
            const auto next_word = text_.substr(words_[i + 1].begin, words_[i + 1].end - words_[i + 1].begin);
            const bool dash_next = words_[i + 1].folded.empty() && (next_word == "-" || next_word == "–" || next_word == "—");
            const bool sign = dash_next || gap.find(':') != std::string_view::npos || gap.find(" –") != std::string_view::npos ||
                              gap.find(" -") != std::string_view::npos || gap.find("—") != std::string_view::npos;
            if (!sign) continue;
            auto next = i + 1;
            while (next + 1 < words_.size() && words_[next].folded.empty()) ++next;
            const auto& lexicon = reading_.lexicon();
            if (std::max(lexicon.match(Cue::lead, words_, next), lexicon.match(Cue::lead_role, words_, next)) == 0) return;
            const Run run{0, words_[i].folded.empty() && i > 0 ? i - 1 : i, false, 1};
            if (!upper_at(text_, words_[0].begin) || is_label(run)) return;
            const Span span{words_[0].begin, words_[run.last].end};
            candidates_.push_back({span, tidy_name(text_.substr(span.begin, span.end - span.begin)), 7});
            return;
        }
    }

    /// "Hiljaiset kadut -verkosto", "keskittyvää e-Naapuri-verkostoa": what the word for network is hung to.
    void add_before_suffix() {
        constexpr std::size_t longest = 5; // words
        constexpr double sure = 8;
        for (std::size_t i = 0; i < words_.size(); ++i) {
            const auto word = written(text_, words_[i]);
            const bool apart = i > 0 && text_.substr(words_[i - 1].end, words_[i].begin - words_[i - 1].end) == " -" && network_word_at(i);
            const auto name = names_.without_network_word(word);
            if (!apart && name == word) continue;
            const auto last = apart ? i - 1 : i;
            auto first = last;
            const auto joins = [&](std::size_t k) {
                return usable(k - 1) && !breaks_name(gap_after(k - 1)) && !stops(text_, words_[k - 1], gap_after(k - 1));
            };
            while (apart && !upper_at(text_, words_[first].begin) && first > 0 && last - first < longest && joins(first)) --first;
            while (first > 0 && joins(first) && upper_at(text_, words_[first - 1].begin) && !starts_sentence(first - 1)) --first;
            const Span span{words_[first].begin, apart ? words_[last].end : words_[i].begin + name.size()};
            const auto whole = text_.substr(span.begin, span.end - span.begin);
            if (std::any_of(words_.begin() + static_cast<std::ptrdiff_t>(first), words_.begin() + static_cast<std::ptrdiff_t>(last) + 1,
                            [&](const Word& w) { return shape_of(written(text_, w)).capital || shape_of(written(text_, w)).strong; }))
                candidates_.push_back({span, tidy_name(whole), sure});
        }
    }

    /// „Бавни улици“: what stands in quotes is whole, small words and all.
    void add_quoted() {
        constexpr std::size_t longest = 6; // words
        for (std::size_t i = 0; i < words_.size(); ++i) {
            if (!usable(i) || !upper_at(text_, words_[i].begin) || !is_quote_before(text_, words_[i].begin)) continue;
            for (auto k = i; k < std::min(words_.size(), i + longest) && usable(k); ++k) {
                if (is_quote_after(text_.substr(words_[k].end))) {
                    if (const Run run{i, k, false, capitals_in(i, k)}; k > i && !is_label(run)) weigh(run);
                    break;
                }
                if (breaks_name(gap_after(k)) || stops(text_, words_[k], gap_after(k))) break;
            }
        }
    }

    [[nodiscard]] int capitals_in(std::size_t first, std::size_t last) const {
        int capitals = 0;
        for (auto i = first; i <= last; ++i) capitals += upper_at(text_, words_[i].begin) ? 1 : 0;
        return capitals;
    }

    [[nodiscard]] std::optional<Run> run_from(std::size_t i) const {
        if (!usable(i)) return std::nullopt;
        const auto shape = shape_of(written(text_, words_[i]));
        if (!shape.capital && !shape.strong) return std::nullopt;
        Run run{i, i, shape.strong, 1};
        std::size_t end = i;
        for (std::size_t k = i; k + 1 < words_.size() && k - i < 12; ++k) {
            const auto gap = gap_after(k);
            const bool plural_possessive = (gap == "' " || gap == "’ ") && written(text_, words_[k]).ends_with('s');
            if ((breaks_name(gap) && !plural_possessive) || stops(text_, words_[k], gap) || !usable(k + 1)) break;
            const auto next = shape_of(written(text_, words_[k + 1]));
            if (next.capital || next.strong || ends_with_number(k + 1, run)) {
                end = k + 1;
                run.strong = run.strong || next.strong;
                ++run.capitals;
            } else if (!is_joint(words_[k + 1].folded) && !is_digit_ascii(text_[words_[k + 1].begin])) {
                break;
            }
        }
        run.last = end;
        return run;
    }

    /// "Youth Voices 2030", "RESPIRO 24"; "May 2024" is a date.
    [[nodiscard]] bool ends_with_number(std::size_t i, const Run& run) const {
        const auto number = written(text_, words_[i]);
        if (number.size() > 4 ||
            !std::all_of(number.begin(), number.end(), [](char c) { return is_digit_ascii(c) || c == '+' || c == '.'; }))
            return false;
        const bool year = number.size() == 4 && (number.starts_with("19") || number.starts_with("20"));
        return text_.substr(words_[i - 1].end, words_[i].begin - words_[i - 1].end) == " " && i > run.first &&
               (!year || run.strong || run.capitals > 1 || is_quote_after(text_.substr(words_[i].end)));
    }

    /// Whether the run is a label: "CHEF DE FILE", "PARTNERS".
    [[nodiscard]] bool is_label(const Run& run) const {
        for (const auto cue : {Cue::lead, Cue::lead_role, Cue::partner, Cue::title, Cue::stop, Cue::status, Cue::menu})
            if (reading_.lexicon().match(cue, words_, run.first) >= run.last + 1 - run.first) return true;
        return false;
    }

    /// Takes function words, the word "network" and programmes off both ends.
    [[nodiscard]] std::optional<Run> trim(Run run) const {
        const auto& lexicon = reading_.lexicon();
        for (bool changed = true; changed && run.first <= run.last;) {
            changed = false;
            std::size_t drop = 0;
            const bool capitals = shape_of(written(text_, words_[run.first])).strong;
            if (lexicon.has(Cue::lead_role, words_[run.first].folded) && run.first == run.last && !capitals) return std::nullopt;
            const auto& opening = words_[run.first].folded;
            if (starts_sentence(run.first) && !capitals && (lexicon.has(Cue::function, opening) || lexicon.has(Cue::leads, opening)))
                drop = 1;
            for (const auto cue : {Cue::network, Cue::programme, Cue::lead})
                if (!is_strong_alone(run.first) || cue == Cue::programme) drop = std::max(drop, lexicon.match(cue, words_, run.first));
            // "Die Leitung von Lesebank": a role and its genitive.
            if (run.first + 1 < run.last && lexicon.match(Cue::lead_role, words_, run.first) > 0 &&
                is_genitive(words_[run.first + 1].folded))
                drop = std::max<std::size_t>(drop, 2);
            if (drop == 0 &&
                (words_[run.first].folded == "the" || (is_joint(words_[run.first].folded) && !upper_at(text_, words_[run.first].begin))))
                drop = 1;
            if (drop > 0) run.first += drop, changed = true;
            if (run.first > run.last || run.last == static_cast<std::size_t>(-1)) return std::nullopt;
            if (lexicon.match(Cue::network, words_, run.last) > 0 || lexicon.has(Cue::programme, words_[run.last].folded) ||
                is_joint_end(run.last)) {
                if (run.last == run.first) return std::nullopt;
                --run.last;
                changed = true;
            }
        }
        if (run.first > run.last) return std::nullopt;
        run.strong = false;
        run.capitals = 0;
        for (auto i = run.first; i <= run.last; ++i) {
            const auto shape = shape_of(written(text_, words_[i]));
            run.strong = run.strong || shape.strong;
            run.capitals += shape.capital || shape.strong ? 1 : 0;
        }
        run.strong = run.strong || (run.last > run.first && ends_with_number(run.last, run));
        return run;
    }
    [[nodiscard]] bool is_strong_alone(std::size_t i) const { return shape_of(written(text_, words_[i])).strong && i == 0; }
    [[nodiscard]] bool is_joint_end(std::size_t i) const {
        return is_joint(words_[i].folded) && !upper_at(text_, words_[i].begin) && !is_digit_ascii(text_[words_[i].begin]);
    }

    [[nodiscard]] bool network_word_at(std::size_t i) const {
        return i < words_.size() && reading_.lexicon().match(Cue::network, words_, i) > 0;
    }

    /// Whether a phrase such as "network" or "la red" ends right before the word.
    [[nodiscard]] bool network_ends_at(std::size_t i) const {
        for (std::size_t n = 1; n <= std::min<std::size_t>(i, 3); ++n)
            if (reading_.lexicon().match(Cue::network, words_, i - n) == n) return true;
        return false;
    }

    /// "represented by Ann Smith", "contact: Ann Smith": a person's name, and no network's.
    [[nodiscard]] bool names_person(const Run& run) const {
        for (std::size_t n = 1; n <= std::min<std::size_t>(run.first, 4); ++n) {
            if (stops(text_, words_[run.first - n], gap_after(run.first - n))) return false;
            if (reading_.lexicon().match(Cue::person, words_, run.first - n) == n) return true;
        }
        return false;
    }

    [[nodiscard]] bool dash_after(const Run& run) const {
        const auto next = run.last + 1;
        if (next >= words_.size()) return false;
        const auto sign = written(text_, words_[next]);
        return words_[next].folded.empty() && (sign == "-" || sign == "–" || sign == "—");
    }

    [[nodiscard]] double beside_network_word(const Run& run) const {
        if (network_word_at(run.last + 1) && gap_after(run.last).find_first_of(",.;:") == std::string_view::npos) return 5;
        const auto whole = text_.substr(words_[run.first].begin, words_[run.last].end - words_[run.first].begin);
        if (names_.without_network_word(whole) != whole) return 5;
        if (network_ends_at(run.first) && gap_after(run.first - 1).find_first_of(".;,") == std::string_view::npos) return 5;
        // "a new European network, Havnefronten, in which": said again as its name.
        if (run.first > 0 && network_ends_at(run.first) && gap_after(run.first - 1) == ", " && gap_after(run.last).starts_with(','))
            return 6;
        // "Netzwerk der Stille …" aside: "network called X", "project named X".
        if (run.first > 1 && network_word_at(run.first - 2) && !breaks_name(gap_after(run.first - 2)) &&
            !upper_at(text_, words_[run.first - 1].begin) && words_[run.first - 1].folded.size() > 3)
            return 3;
        // "COPE (Coherent …) network": the bracket between them is the expansion.
        const auto gap = gap_after(run.last);
        if (gap.starts_with(" (")) {
            std::size_t k = run.last + 1;
            while (k < words_.size() && inside_[k]) ++k;
            if (network_word_at(k) && k - run.last < 15) return 6;
            if (k > run.last + 1) return 3;
        }
        // "Quiet Streets brings together eight towns".
        if (gap == " " && run.last + 1 < words_.size() && reading_.lexicon().match(Cue::joined, words_, run.last + 1) > 0 &&
            run.capitals > 1)
            return 3;
        // "X, a network", "X is a European network".
        const bool comma = gap.starts_with(',') || dash_after(run);
        if (comma && run.last + 1 < words_.size() && is_definite(words_[run.last + 1].folded)) return 0;
        for (std::size_t k = run.last + 1; k < std::min(words_.size(), run.last + 7); ++k) {
            if (k > run.last + 1 && (breaks_name(gap_after(k - 1)) || stops(text_, words_[k - 1], gap_after(k - 1)))) break;
            if (network_word_at(k)) return comma || k <= run.last + 6 ? (comma ? 4 : 3) : 0;
            if (!comma && k == run.last + 1 && !reading_.lexicon().has(Cue::function, words_[k].folded)) break;
        }
        return 0;
    }

    /// Where the name stands towards the partner that leads.
    [[nodiscard]] double beside_lead(const Run& run) const {
        const auto begin = words_[run.first].begin;
        const auto& lexicon = reading_.lexicon();
        double score = 0;
        for (const auto& place : places_) {
            if (place.whole.end <= begin) {
                const auto between = text_.substr(place.whole.end, begin - place.whole.end);
                if (between.size() <= 3 && between.find(',') != std::string_view::npos) score = std::max(score, 4.0);
                if (between == " " && place.is_lead) score = std::max(score, 4.0);
            }
        }
        if (run.first > 0)
            for (std::size_t n = 1; n <= 6 && n <= run.first; ++n) {
                if (stops(text_, words_[run.first - n], gap_after(run.first - n))) break;
                const auto length = lexicon.match(Cue::leads, words_, run.first - n);
                if (length > 0 && (length == n || (length + 1 == n && lexicon.has(Cue::function, words_[run.first - 1].folded))))
                    score = std::max(score, 4.0);
            }
        const auto gap = gap_after(run.last);
        const auto next = run.last + 1;
        if (next < words_.size() && (gap.starts_with(',') || gap == " ")) {
            // "Hlas ulice koordinuje Gdynia": the lead may stand behind the verb.
            const bool led = led_within(next) || (gap == " " && lexicon.match(Cue::leads, words_, next) > 0) ||
                             lexicon.match(Cue::led_by, words_, next) > 0 ||
                             (next + 1 < words_.size() &&
                              (lexicon.match(Cue::led_by, words_, next + 1) > 0 || lexicon.match(Cue::lead, words_, next + 1) > 0));
            if (led && !breaks_name(gap_after(next))) score = std::max(score, 4.0);
        }
        return score;
    }

    /// "Bottega, promossa e diretta da": the phrase begins within three words.
    [[nodiscard]] bool led_within(std::size_t next) const {
        for (auto k = next; k < std::min(words_.size(), next + 3); ++k) {
            if (reading_.lexicon().match(Cue::led_by, words_, k) > 0) return true;
            if (upper_at(text_, words_[k].begin) || breaks_name(gap_after(k))) return false;
        }
        return false;
    }

    [[nodiscard]] double weight(const Run& run, std::string_view name) const {
        // Where nouns are small, one capital inside a sentence says much.
        const double inside = reading_.nouns_have_capitals() ? 0.7 : 1.4;
        double score = run.strong ? 3 : run.capitals >= 2 ? 2 : starts_sentence(run.first) ? 0 : inside;
        score += beside_network_word(run) + beside_lead(run);
        const auto quoted = is_quote_before(text_, words_[run.first].begin) && is_quote_after(text_.substr(words_[run.last].end));
        if (quoted && run.last - run.first < 5)
            score += run.capitals == 1 && run.last - run.first > 2 ? 0.5 : 2; // a sentence may be a motto
        if (candidates_.empty()) score += 0.6;
        if (run.first == 0) score += run.strong && dash_after(run) ? 3.1 : 0.6; // "SOFT LANDING – Arrivals in Small Towns"
        if (run.first > 0 && is_genitive(words_[run.first - 1].folded)) score += 1;
        if (run.first > 0 && gap_after(run.first - 1).starts_with(',')) score += 0.7;
        const int times = names_.occurrences(name);
        score += times >= 3 ? 1.5 : times == 2 ? 0.8 : 0;
        if (reading_.plain_country(name)) score -= 6;
        if (run.first == 0 && !run.strong && gap_after(run.last).starts_with(':') && !reading_.nouns_have_capitals())
            score -= 1.5; // a label
        if (!run.strong && run.first == run.last && !reading_.is_town(name) && names_.resembles_town(name)) score -= 3.5;
        if (!run.strong && reading_.is_town(name) && !(run.first == 0 && beside_lead(run) > 0)) score -= 3.5;
        if (run.capitals == 1 && run.first == run.last && reading_.lexicon().has(Cue::body, words_[run.first].folded)) score -= 3;
        return score;
    }

    /// "Residents of the future": a capital, then small words up to a comma, stop or the word "network".
    [[nodiscard]] std::optional<std::size_t> small_tail(const Run& run) const {
        if (run.strong || run.capitals > 1 || run.last + 1 >= words_.size() || breaks_name(gap_after(run.last)) ||
            stops(text_, words_[run.last], gap_after(run.last)))
            return std::nullopt;
        const bool joint = is_joint(words_[run.last + 1].folded);
        if (!joint && run.first != 0 && !network_ends_at(run.first)) return std::nullopt;
        for (std::size_t k = run.last + 1; k < std::min(words_.size(), run.last + 6); ++k) {
            if (reading_.lexicon().has(Cue::copula, words_[k].folded)) return std::nullopt;
            // "Trappenhuis aan ontmoeting in hoogbouw": what the network works on, and where.
            const bool second_joint = k > run.last + 2 && is_joint(words_[k].folded) && !is_joint(words_[k - 1].folded);
            if (second_joint && network_ends_at(run.first)) return std::nullopt;
            if (!usable(k) || shape_of(written(text_, words_[k])).capital || network_word_at(k))
                return k > run.last + 2 && network_word_at(k) ? std::optional(k - 1) : std::nullopt;
            const auto gap = gap_after(k);
            const bool ends = k + 1 == words_.size() || breaks_name(gap) || stops(text_, words_[k], gap) || network_word_at(k + 1) ||
                              reading_.lexicon().match(Cue::led_by, words_, k + 1) > 0 ||
                              reading_.lexicon().match(Cue::leads, words_, k + 1) > 0;
            // Without a joint between, only the verb of leading shows that small words belong to the name: "Hlas ulice koordinuje".
            const bool leads = k + 1 < words_.size() && reading_.lexicon().match(Cue::leads, words_, k + 1) > 0;
            const bool closes = network_ends_at(run.first) && k <= run.last + 2 &&
                                (k + 1 == words_.size() || breaks_name(gap_after(k)) || stops(text_, words_[k], gap_after(k)));
            if (ends && !joint && !leads && !closes) return std::nullopt;
            // "Lyon am primit salutări": a town and what it did.
            const bool clause = k > run.last + 2 && reading_.is_town(written(text_, words_[run.first]));
            if (ends) return clause || is_joint(words_[k].folded) ? std::nullopt : std::optional(k);
        }
        return std::nullopt;
    }
    /// "Målet för HEMSPRÅK": behind the sentence's first word, what is written in capitals throughout is the name.
    template <class Add>
    void add_capitals(const Run& run, Add add) {
        constexpr std::size_t fewest = 4; // letters
        if (!starts_sentence(run.first) || run.first == run.last || shape_of(written(text_, words_[run.first])).strong) return;
        auto first = run.first + 1;
        while (first <= run.last && !(is_capitals(written(text_, words_[first])) && letters_in(written(text_, words_[first])) >= fewest))
            ++first;
        if (first > run.last) return;
        if (auto* const candidate = add(Run{first, run.last, true, capitals_in(first, run.last)})) candidate->score += 1.5;
    }

    /// "Steuer von Zweite Schicht": where every noun has a capital, the name may be only what comes after the small word.
    template <class Add>
    void add_after_genitive(const Run& run, Add add) {
        for (auto i = run.first + 1; i < run.last; ++i) {
            const bool article =
                starts_sentence(run.first) && reading_.lexicon().has(Cue::article, words_[i].folded); // "Elindult a Zöld Lépcsők"
            if (!(is_genitive(words_[i].folded) || article) || upper_at(text_, words_[i].begin) || i != run.first + 1) continue;
            Run rest{i + 1, run.last, false, 0};
            for (auto k = rest.first; k <= rest.last; ++k) {
                const auto shape = shape_of(written(text_, words_[k]));
                rest.strong = rest.strong || shape.strong;
                rest.capitals += shape.capital || shape.strong ? 1 : 0;
            }
            if (!rest.strong && rest.capitals < 2) continue;
            if (auto* const candidate = add(rest); candidate && article) candidate->score += 0.5;
        }
    }
    /// "Kommunen am Projekt GRÜNE FUGE": the name is what stands behind the word "project".
    template <class Add>
    void add_after_network(const Run& run, Add add) {
        for (auto i = run.first + 1; i <= run.last; ++i) {
            if (!network_ends_at(i) || !(upper_at(text_, words_[i].begin) || is_digit_ascii(text_[words_[i].begin]))) continue;
            if (auto* const candidate = add(Run{i, run.last, shape_of(written(text_, words_[i])).strong, capitals_in(i, run.last)}))
                candidate->score += 0.5;
            return;
        }
    }

    /// "PfandPlus Mehrwegschalen", "Gleis 9 Dörfer" where all nouns have capitals: the name may end before the noun.
    template <class Add>
    void add_without_noun(const Run& run, Add add) {
        if (!reading_.nouns_have_capitals() || run.first == run.last) return;
        for (auto i = run.first; i < run.last; ++i) {
            const bool number = i > run.first && is_digit_ascii(text_[words_[i].begin]);
            if (!number && !shape_of(written(text_, words_[i])).strong) continue;
            if (shape_of(written(text_, words_[i + 1])).strong || network_word_at(run.last + 1)) return;
            if (auto* const candidate = add(Run{run.first, i, true, 2})) candidate->score += 0.3;
            return;
        }
    }

    [[nodiscard]] bool goes_on_behind_sign(std::size_t end) const {
        const auto rest = text_.substr(end);
        if (rest.size() < 3 || std::string_view(".?!").find(rest[0]) == std::string_view::npos || rest[1] != ' ') return false;
        const auto next = base::code_points(rest.substr(2, 4)).front();
        return base::is_letter(next) && !base::is_upper(next);
    }

    void weigh(const Run& run) {
        if (run.first == run.last && !run.strong && reading_.lexicon().adjective(words_[run.first].folded)) return; // "Deense"

        // The candidate, or null where the words are too few or too many for a name.
        const auto add = [&](const Run& as) -> NameCandidate* {
            auto end = words_[as.last].end;
            // "OLIVE & CO. teaches", "the Why Not Walk? network": the sentence goes on behind the sign.
            if ((text_.substr(end).starts_with('!') && as.strong) || goes_on_behind_sign(end)) ++end;
            const Span span{words_[as.first].begin, end};
            const auto name = tidy_name(names_.without_network_word(text_.substr(span.begin, span.end - span.begin)));
            if (name.size() < 2 || name.size() > 90 || letters_in(name) < 2) return nullptr;
            candidates_.push_back({span, name, weight(as, name)});
            return &candidates_.back();
        };
        add(run);
        add_after_genitive(run, add);
        add_capitals(run, add);
        add_without_noun(run, add);
        add_after_network(run, add);
        if (const auto tail = small_tail(run)) {
            const auto plain = candidates_.empty() ? 0 : candidates_.back().score;
            auto extended = run;
            extended.last = *tail;
            extended.capitals = 2;
            const bool beside = beside_lead(extended) > 0 || beside_network_word(extended) >= 4;
            if (auto* const candidate = add(extended)) // whole, where something speaks for it
                candidate->score = beside ? std::max(candidate->score, plain + 0.1) : std::min(candidate->score, plain);
        }
    }

    const Reading& reading_;
    const NetworkNames& names_;
    std::string_view text_;
    const std::vector<Word>& words_;
    const std::vector<Entry>& places_;
    std::vector<bool> inside_;
    std::vector<NameCandidate> candidates_;
};

} // namespace

std::string tidy_name(std::string_view name) {
    for (const auto possessive : {"’s"sv, "'s"sv, "‘s"sv})
        if (name.ends_with(possessive) && name.size() > possessive.size() + 1) name.remove_suffix(possessive.size());
    return base::tidy_blanks(name);
}

std::optional<std::string> NetworkNames::inside_title(std::string_view title) const {
    const auto words = words_of(title);
    const auto candidates = ProseNames(reading_, *this, title, words, {}).run();
    if (candidates.empty() || candidates.front().score < 5) return std::nullopt;
    return candidates.front().name;
}

std::vector<NameCandidate> NetworkNames::in_prose(std::size_t block, const std::vector<Entry>& places) const {
    const auto words = reading_.words(block);
    const auto& line = reading_.blocks()[block];
    auto candidates = ProseNames(reading_, *this, line.text, words, places).run();
    // What a paragraph opens with in bold is what it is about.
    const bool opens_bold = !line.bold.empty() && line.bold.front().begin == 0 && line.bold.front().end < line.text.size() &&
                            line.text[line.bold.front().end] != ':' && line.text[line.bold.front().end - 1] != ':';
    if (opens_bold && words_of(line.text_of(line.bold.front())).size() <= 8)
        if (auto name = from_title(line.text_of(line.bold.front())); !name.empty() && !reading_.is_town(name))
            candidates.insert(candidates.begin(), {line.bold.front(), std::move(name), 8});
    return candidates;
}

} // namespace cityweave::ingest
